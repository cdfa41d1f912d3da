import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computeFeatures } from '../../features/computeFeatures.ts';
import { featuresOfTask, type HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { defineFeature } from '../../features/feature.ts';
import { emptyHistory } from '../../features/history.ts';
import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { epoch, history, mapFacts, moment } from '../features/generateHistory.ts';
import { naiveFeatures } from '../features/naiveFeatures.ts';

/** In words of its own, so that a mistake in the rule cannot hide itself. */
const isKnown = (fact: Fact, asOf: number) =>
  !(fact.recordedAt > asOf) &&
  !(fact.occurredAt > asOf) &&
  (fact.retractedAt === null || asOf < fact.retractedAt);

/** Aggregates no task uses yet obey the same laws. */
const others = (['min', 'max', 'sum', 'last', 'distinct'] as const).map((aggregate) =>
  defineFeature({
    entity: 'customer',
    source: 'transactions',
    aggregate,
    of: 'amount',
    window: { days: 30, before: 10 },
    unit: 'currency',
    missing: -1,
    description: aggregate,
  }),
);
const sets = [
  ['churn', 'customer'],
  ['clv', 'customer'],
  ['lead_score', 'lead'],
] as const satisfies readonly (readonly [HistoryTask, 'customer' | 'lead'])[];

describe.each(sets)('features of %s', (task, entity) => {
  const features = [...featuresOfTask(task), ...(task === 'churn' ? others : [])];
  const compute = (given: Parameters<typeof computeFeatures>[1], asOf: number) =>
    computeFeatures(features, given, asOf);

  test('equal a naive computation straight from the definitions', () => {
    fc.assert(
      fc.property(history(entity), moment, (given, asOf) => {
        expect(compute(given, asOf)).toEqual(naiveFeatures(features, given, asOf));
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test('are untouched by anything that happens or becomes known after the moment', () => {
    fc.assert(
      fc.property(history(entity), history(entity), moment, (given, other, asOf) => {
        // Everything of another history that is not known by the moment, retractions to come included.
        const future = mapFacts(other, (facts) => facts.filter((fact) => !isKnown(fact, asOf)));
        const stripped = mapFacts(given, (facts) =>
          facts.filter((fact) => isKnown(fact, asOf)).map((fact) => ({ ...fact, retractedAt: null })),
        );
        const mixed = {
          ...given,
          leadVersions: [...future.leadVersions, ...given.leadVersions],
          transactions: [...future.transactions, ...given.transactions],
          calls: [...future.calls, ...given.calls],
          appointments: [...future.appointments, ...given.appointments],
          interactions: [...future.interactions, ...given.interactions],
          outcomes: [...future.outcomes, ...given.outcomes],
          attributes: [...future.attributes, ...given.attributes],
        };
        // A version of a fact that replaces an equal one differs in its retraction only.
        fc.pre(new Set(stripped.transactions.map(({ id }) => id)).size === stripped.transactions.length);
        const distinct = (facts: readonly { id: string }[]) =>
          new Set(facts.map(({ id }) => id)).size === facts.length;
        fc.pre(
          [stripped.calls, stripped.appointments, stripped.interactions, stripped.outcomes].every(distinct),
        );
        expect(compute(mixed, asOf)).toEqual(compute(stripped, asOf));
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  test('do not depend on the order of events or on delivery twice', () => {
    fc.assert(
      fc.property(history(entity), moment, (given, asOf) => {
        const shuffled = mapFacts(given, (facts) => [...facts].reverse());
        const twice = mapFacts(given, (facts) => [...facts, ...facts]);
        expect(compute(shuffled, asOf)).toEqual(compute(given, asOf));
        expect(compute(twice, asOf)).toEqual(compute(given, asOf));
      }),
      { numRuns: 200, seed: 13 },
    );
  });

  test('have their declared missing values in an empty history', () => {
    const row = compute(emptyHistory(entity, 'nobody', epoch), epoch);
    for (const feature of features)
      if (feature.kind === 'event' || feature.kind === 'ratio')
        expect(row[feature.name]).toBe(feature.missing);
    expect(row.age).toBe(features.some(({ kind }) => kind === 'age') ? 0 : undefined);
  });

  test('are named after their parts, once each', () => {
    const names = features.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const feature of features) expect(feature.entity).toBe(entity);
  });
});
