import { seededRandom } from '../../base/random.ts';
import { emptyHistory, type History, millisecondsPerDay } from '../../features/history.ts';
import type { Entity, Fact } from '../../prisma/repositories/historyRecord.ts';

const epoch = Date.UTC(2024, 0, 1);
const days = 720;
const actions = ['call', 'email', 'sms', 'offer'];
const statuses = ['booked', 'attended', 'no_show', 'cancelled'];
const services = ['advice', 'claim', 'renewal', null];

/** A history with the moments at which it is asked about, ascending. */
export interface SimulatedEntity {
  readonly history: History;
  readonly moments: readonly number[];
}

type Sources = {
  readonly [S in
    | 'transactions'
    | 'calls'
    | 'appointments'
    | 'interactions'
    | 'outcomes']: History[S][number][];
};

/**
 * One customer or lead with `events` events over two years: 5 % recorded days late, 1 % taken back, 1 % delivered a
 * second time with a later record. One moment is asked about per ten events, drawn over the same two years.
 */
export function simulatedEntity(entity: Entity, seed: number, events: number): SimulatedEntity {
  const random = seededRandom(seed);
  const id = `${entity}-${seed}`;
  const history = { ...emptyHistory(entity, id, epoch) };
  const sources: Sources = { transactions: [], calls: [], appointments: [], interactions: [], outcomes: [] };
  const times = Float64Array.from({ length: events }, () =>
    Math.floor(epoch + random.uniform() * days * millisecondsPerDay),
  ).sort();
  times.forEach((occurredAt, index) => {
    const late = random.uniform() < 0.05 ? random.integer(10 * millisecondsPerDay) : 0;
    const recordedAt = occurredAt + late;
    const retractedAt = random.uniform() < 0.01 ? recordedAt + random.integer(90 * millisecondsPerDay) : null;
    const factId = `${id}-${index.toString(36).padStart(8, '0')}`;
    const kind = random.uniform();
    const draw = random.uniform();
    const copies = random.uniform() < 0.01 ? 2 : 1;
    for (let copy = 0; copy < copies; copy++)
      addFact(
        sources,
        id,
        { id: factId, occurredAt, recordedAt: recordedAt + copy, retractedAt },
        kind,
        draw,
      );
  });
  const moments = Array.from({ length: Math.ceil(events / 10) }, () =>
    Math.floor(epoch + random.uniform() * days * millisecondsPerDay),
  ).sort((a, b) => a - b);
  return { history: { ...history, ...sources }, moments };
}

/** Written out field by field: records that are spread together are read thirty times as slowly by V8. */
function addFact(sources: Sources, owner: string, times: Fact, kind: number, draw: number): void {
  const { id, occurredAt, recordedAt, retractedAt } = times;
  if (kind < 0.15)
    sources.transactions.push({
      id,
      occurredAt,
      recordedAt,
      retractedAt,
      amount: Math.round(draw * 20000) / 100,
      product: null,
    });
  else if (kind < 0.35)
    sources.calls.push({
      id,
      occurredAt,
      recordedAt,
      retractedAt,
      durationSeconds: Math.round(draw * 9000) / 10,
      service: services[Math.floor(draw * 4)]!,
      linkProbability: 1,
    });
  else if (kind < 0.45)
    sources.appointments.push({
      id,
      occurredAt,
      recordedAt,
      retractedAt,
      service: null,
      status: statuses[Math.floor(draw * 4)]!,
      scheduledAt: occurredAt + Math.floor(draw * 30 * millisecondsPerDay),
    });
  else if (kind < 0.85)
    sources.interactions.push({
      id,
      occurredAt,
      recordedAt,
      retractedAt,
      leadId: owner,
      action: draw < 0.8 ? actions[Math.floor(draw * 5)]! : 'reply',
      direction: draw < 0.8 ? 'outbound' : 'inbound',
      propensity: null,
      predictionId: null,
    });
  else
    sources.outcomes.push({
      id,
      occurredAt,
      recordedAt,
      retractedAt,
      kind: draw < 0.4 ? 'responded' : 'no_response',
      value: null,
      interactionId: null,
      predictionId: null,
    });
}
