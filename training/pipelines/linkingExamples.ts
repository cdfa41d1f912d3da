import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import { identityEvents } from '../../feedback/identityEvents.ts';
import { linkingLabels } from '../../feedback/linkingLabels.ts';
import { callAttributes } from '../../models/linking/attributeShares.ts';
import type { IdentityEvent } from '../../models/linking/identityEvent.ts';
import { localTimeIn } from '../../models/linking/localTime.ts';
import { type LinkerExample, replayExamples } from '../../models/linking/replay.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { callsById, sampleCalls } from '../../prisma/repositories/linkingCalls.ts';

/** Latest labels used: callers and clerks change, and a replay costs a lookup per call. */
const latestLabels = 10_000;
/** Calls nobody has said anything about: they show how often fields agree, and how many callers are known. */
const unlabelledCalls = 2000;

/** Which examples: of one company, as known at one moment. */
export interface ExamplesWanted {
  readonly database: { readonly pool: Queryable };
  readonly company: { readonly id: string; readonly region: string; readonly timezone: string };
  readonly asOf: Date;
  /** Draws the calls nobody has said anything about. */
  readonly seed: number;
}

/**
 * Every labelled call and a sample of the others, each compared with what was known just before it came in.
 * Labels are corrections and review decisions. Links delivered by the source system are no labels: they are
 * often the work of a rule like our fallback, and a model that learns from it learns its mistakes.
 */
export async function linkingExamples(context: ExamplesWanted): Promise<LinkerExample[]> {
  const { database, company, asOf, seed } = context;
  const labels = (await linkingLabels(database.pool, company.id, asOf)).slice(-latestLabels);
  const labelOf = new Map(labels.map((label) => [label.callId, label]));
  const labelled = await callsById(database.pool, company.id, [...labelOf.keys()], asOf);
  const sample = await sampleCalls(database.pool, company.id, asOf, { size: unlabelledCalls, seed });
  const events = await identityEvents(database.pool, company, { until: asOf });
  const localTime = localTimeIn(company.timezone);
  const vectors = new Map<string, (IdentityEvent & { type: 'embedding' })[]>();
  for (const event of events)
    if (event.type === 'embedding') vectors.set(event.callId, [...(vectors.get(event.callId) ?? []), event]);
  const calls = [...labelled, ...sample.filter(({ callId }) => !labelOf.has(callId))].map((call) => {
    const label = labelOf.get(call.callId);
    return {
      callId: call.callId,
      at: call.recordedAt,
      query: {
        claims: normalizeIdentity(call.claims, company),
        occurredAt: call.occurredAt,
        service: call.service,
        ...localTime(call.occurredAt),
        attributes: callAttributes(call.attributes),
        // Those that came later than the call were not there to be asked with.
        embeddings: (vectors.get(call.callId) ?? []).flatMap(({ kind, direction, at }) =>
          direction === null || at > call.recordedAt ? [] : [{ kind, direction }],
        ),
      },
      truth: label === undefined ? undefined : label.customerId,
      weight: 1 / (label?.propensity ?? 1),
      volunteered: label !== undefined && label.propensity === null,
    };
  });
  const { examples, state } = replayExamples(events, calls, { timezone: company.timezone, seed });
  // Candidates are who they were then; a label may name somebody since merged, or the merge's target.
  return examples.map((example) => {
    const { truth } = example;
    if (typeof truth !== 'string') return example;
    const now = state.currentCustomer(truth) ?? truth;
    const then = example.candidates.find(
      ({ customerId }) => (state.currentCustomer(customerId) ?? customerId) === now,
    );
    return { ...example, truth: then?.customerId ?? now };
  });
}
