import { Problem } from '../../base/problem.ts';
import type { Fact, Scalar } from '../../prisma/repositories/historyRecord.ts';
import type { FieldOf, Source, SourceFacts } from '../feature.ts';

type Getters = {
  readonly [S in Source]: {
    readonly [F in Exclude<FieldOf<S>, 'upcoming'>]: (fact: SourceFacts[S]) => Scalar;
  };
};

/** One function per field, so that each reads one kind of record and stays fast. */
const getters: Getters = {
  transactions: { amount: (fact) => fact.amount, product: (fact) => fact.product },
  calls: {
    durationSeconds: (fact) => fact.durationSeconds,
    service: (fact) => fact.service,
    linkProbability: (fact) => fact.linkProbability,
  },
  appointments: {
    service: (fact) => fact.service,
    status: (fact) => fact.status,
    scheduledAt: (fact) => fact.scheduledAt,
  },
  interactions: {
    leadId: (fact) => fact.leadId,
    action: (fact) => fact.action,
    direction: (fact) => fact.direction,
    propensity: (fact) => fact.propensity,
    predictionId: (fact) => fact.predictionId,
  },
  outcomes: {
    kind: (fact) => fact.kind,
    value: (fact) => fact.value,
    interactionId: (fact) => fact.interactionId,
    predictionId: (fact) => fact.predictionId,
  },
  events: { type: (fact) => fact.type },
};

/**
 * What reads a field of a source's facts.
 * @throws Problem `invalid_input` for a field the source has not, or that changes with the moment (`upcoming`)
 */
export function fieldGetter(source: Source, field: string): (fact: Fact) => Scalar {
  const known = getters[source] as Readonly<Record<string, (fact: never) => Scalar>>;
  const getter = known[field];
  if (getter === undefined)
    throw new Problem(
      'invalid_input',
      `The source ${source} has no field ${field} to aggregate or compare.`,
      {
        findings: [
          {
            path: 'of',
            message: 'unknown field',
            received: field,
            allowed: Object.keys(known).join(', '),
          },
        ],
      },
    );
  return getter as (fact: Fact) => Scalar;
}
