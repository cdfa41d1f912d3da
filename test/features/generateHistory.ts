import fc from 'fast-check';
import { type History, millisecondsPerDay } from '../../features/history.ts';
import type { Fact } from '../../prisma/repositories/historyRecord.ts';

export const epoch = Date.UTC(2025, 0, 1);

/**
 * Quarters of a day from the epoch on, coarse enough that equal times and boundary hits happen often. The span holds the
 * night of 30 March 2025, when German clocks went forward; a tenth of the moments is the hour around it.
 */
export const moment = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .integer({ min: 0, max: 200 * 4 })
      .map((quarter) => epoch + (quarter * millisecondsPerDay) / 4),
  },
  { weight: 1, arbitrary: fc.constantFrom(0, 30, 60, 90).map((m) => Date.UTC(2025, 2, 30, 0, 30 + m)) },
);

/** Known at once, late, or (a duplicate later on) again; sometimes taken back. */
const fact = fc
  .record({
    id: fc.integer({ min: 0, max: 12 }).map((n) => `fact-${String(n).padStart(2, '0')}`),
    occurredAt: moment,
    delay: fc.constantFrom(0, 0, 0, 1, 3, 40),
    retraction: fc.constantFrom(null, null, null, 2, 30),
  })
  .map(({ id, occurredAt, delay, retraction }) => {
    const recordedAt = occurredAt + delay * millisecondsPerDay;
    return {
      id,
      occurredAt,
      recordedAt,
      retractedAt: retraction === null ? null : recordedAt + retraction * millisecondsPerDay,
    };
  });

const withFact = <T>(rest: fc.Arbitrary<T>) =>
  fc.array(
    fc.tuple(fact, rest).map(([times, fields]) => ({ ...times, ...fields })),
    { maxLength: 8 },
  );

/** Cents, which binary fractions cannot hold, and now and then something huge beside them. */
const amount = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -200, max: 2000 }).map((n) => n / 100) },
  { weight: 1, arbitrary: fc.constantFrom(1e17, -1e17, 2 ** -60) },
);

export const history = (entity: 'customer' | 'lead'): fc.Arbitrary<History> =>
  fc.record({
    entity: fc.constant(entity),
    id: fc.constant('subject'),
    occurredAt: moment,
    recordedAt: moment,
    leadVersions:
      entity === 'customer'
        ? fc.constant([])
        : withFact(
            fc.record({
              source: fc.constantFrom(null, 'web', 'partner'),
              value: fc.constantFrom(null, 100, 250),
              customerId: fc.constantFrom(null, 'anna'),
            }),
          ),
    transactions: withFact(fc.record({ amount, product: fc.constantFrom(null, 'a', 'b') })),
    calls: withFact(
      fc.record({
        durationSeconds: fc.option(fc.integer({ min: 0, max: 900 })),
        service: fc.constantFrom(null, 'claim', 'advice'),
        linkProbability: fc.constantFrom(1, 0.9),
      }),
    ),
    appointments: withFact(
      fc.record({
        service: fc.constant(null),
        status: fc.constantFrom('booked', 'attended', 'no_show', 'cancelled'),
        scheduledAt: moment,
      }),
    ),
    interactions: withFact(
      fc.record({
        leadId: fc.constant('subject'),
        action: fc.constantFrom('call', 'email', 'reply'),
        direction: fc.constantFrom('outbound', 'inbound'),
        propensity: fc.constant(null),
        predictionId: fc.constant(null),
      }),
    ),
    outcomes: withFact(
      fc.record({
        kind: fc.constantFrom('responded', 'no_response', 'converted', 'lost', 'churned', 'retained'),
        value: fc.constant(null),
        interactionId: fc.constantFrom(null, 'fact-01', 'fact-02'),
        predictionId: fc.constant(null),
      }),
    ),
    attributes: withFact(
      fc.record({
        attributes: fc.record({ plan: fc.constantFrom('x', 'y', null), size: fc.integer({ max: 9 }) }),
      }),
    ),
  });

/** Applies the same change to the facts of every source. */
export function mapFacts(
  history: History,
  change: <F extends Fact>(facts: readonly F[]) => readonly F[],
): History {
  return {
    ...history,
    leadVersions: change(history.leadVersions),
    transactions: change(history.transactions),
    calls: change(history.calls),
    appointments: change(history.appointments),
    interactions: change(history.interactions),
    outcomes: change(history.outcomes),
    attributes: change(history.attributes),
  };
}
