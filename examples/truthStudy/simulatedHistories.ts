import { emptyHistory, type History } from '../../features/history.ts';
import { LegacyRule } from '../../simulator/history/legacyRule.ts';
import { type World, weekStart } from '../../simulator/world/world.ts';

type Facts = { -readonly [K in keyof History]: History[K] extends readonly (infer F)[] ? F[] : History[K] };

/**
 * What a service would know of each customer record of a simulated company, with what is still to come: facts carry when
 * they became known. Calls belong to whom the company's old rule takes for the caller. By external id.
 */
export function simulatedHistories(world: World): Map<string, History> {
  const histories = new Map<string, Facts>();
  for (const { externalId, branch, versions } of world.records) {
    const at = versions[0]!.recordedAt;
    const snapshot = { id: `${externalId}.1`, ...known(at, at), attributes: { branch } };
    histories.set(externalId, {
      ...(emptyHistory('customer', externalId, at) as Facts),
      attributes: [snapshot],
    });
    const own = histories.get(externalId)!;
    own.transactions = [];
    own.calls = [];
    own.appointments = [];
    own.interactions = [];
    own.outcomes = [];
  }
  const bookedFrom = weekStart(world.parameters, 1 - world.parameters.appointmentHistoryWeeks);
  const appointments = new Map<string, Facts['appointments'][number] & { retractedAt: number | null }>();
  for (const { entity, at, row } of world.facts) {
    const history = histories.get(String(row.customerExternalId));
    if (history === undefined) continue;
    const fact = { id: String(row.externalId), ...known(Date.parse(String(row.occurredAt)), at) };
    if (entity === 'transactions')
      history.transactions.push({ ...fact, amount: Number(row.amount), product: String(row.product) });
    if (entity === 'interactions')
      history.interactions.push({
        ...fact,
        leadId: null,
        action: String(row.action),
        direction: String(row.direction),
        propensity: null,
        predictionId: null,
      });
    if (entity !== 'appointments' || at < bookedFrom) continue;
    const before = appointments.get(fact.id);
    if (before !== undefined) before.retractedAt = at;
    const version = {
      ...fact,
      service: String(row.service),
      status: String(row.status),
      scheduledAt: Date.parse(String(row.scheduledAt)),
    };
    appointments.set(fact.id, version);
    history.appointments.push(version);
  }
  const rule = new LegacyRule(world.records);
  for (const call of world.calls) {
    const history = histories.get(rule.identify(call) ?? '');
    history?.calls.push({
      id: call.externalId,
      ...known(call.at, call.at + call.durationSeconds * 1000),
      durationSeconds: call.durationSeconds,
      service: call.service,
      linkProbability: 1,
    });
  }
  for (const { at, customerExternalId, row } of world.departures)
    histories.get(customerExternalId)?.outcomes.push({
      id: String(row.externalId),
      ...known(Date.parse(String(row.occurredAt)), at),
      kind: String(row.kind),
      value: null,
      interactionId: null,
      predictionId: null,
    });
  return histories;
}

const known = (occurredAt: number, recordedAt: number) => ({
  occurredAt,
  recordedAt: Math.max(occurredAt, recordedAt),
  retractedAt: null as number | null,
});
