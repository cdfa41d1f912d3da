import { describe, expect, test } from '@jest/globals';
import { computeFeaturesAt } from '../../features/computeFeatures.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { WarmEntity } from '../../features/engine/warmEntity.ts';
import type { Feature, Row } from '../../features/feature.ts';
import type { History } from '../../features/history.ts';
import type { Entity, Fact } from '../../prisma/repositories/historyRecord.ts';
import { everyAggregate } from '../features/everyAggregate.ts';
import { mapFacts } from '../features/generateHistory.ts';
import { type FeatureSubject, featureLaws } from './featureLaws.ts';

const engine = (entity: Entity, features: readonly Feature[]): FeatureSubject => ({
  entity,
  features,
  batch: (history, moments) => computeFeaturesAt(features, history, moments),
  online(history) {
    const warm = new WarmEntity(history);
    const known: Record<string, Fact[]> = {};
    return {
      at: (asOf) => warm.at(features, asOf),
      add(source, fact) {
        known[source] ??= [...history[source]];
        known[source].push(fact);
        const versions = known[source].filter(({ id }) => id === fact.id);
        warm.replace(source, [fact.id], versions as never);
      },
    };
  },
});

const sets: readonly (readonly [string, Entity, readonly Feature[]])[] = [
  ['churn', 'customer', featuresOfTask('churn')],
  ['clv', 'customer', featuresOfTask('clv')],
  ['lead_score', 'lead', featuresOfTask('lead_score')],
  ['every aggregate', 'customer', everyAggregate],
];

describe.each(sets)('features of %s', (_, entity, features) => {
  test.each(featureLaws.map((law) => [law.name, law] as const))('%s', (_name, law) => {
    law.check(engine(entity, features));
  });

  test('are named after their parts, once each', () => {
    const names = features.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const feature of features) expect(feature.entity).toBe(entity);
  });
});

/** What is wrong with each mutant, and the law that must find it. */
const subject = engine('customer', everyAggregate);
const changed = (change: (history: History) => History): FeatureSubject['batch'] => {
  return (history, moments) => subject.batch(change(history), moments);
};
const facts = (change: (fact: Fact) => Fact) => (history: History) =>
  mapFacts(history, (all) => all.map((fact) => ({ ...fact, ...change(fact) })));

const mutants: readonly (readonly [string, number, Partial<FeatureSubject>])[] = [
  ['sums in the order of delivery', 0, { batch: withPlainSums }],
  [
    'takes facts for known when they happened',
    0,
    { batch: changed(facts((f) => ({ ...f, recordedAt: f.occurredAt }))) },
  ],
  ['keeps what was taken back', 0, { batch: changed(facts((f) => ({ ...f, retractedAt: null }))) }],
  [
    'online forgets late facts',
    1,
    {
      online: (history) => {
        const warm = subject.online(history);
        return {
          at: (asOf) => warm.at(asOf),
          add: (source, fact) => {
            if (fact.recordedAt === fact.occurredAt) warm.add(source, fact);
          },
        };
      },
    },
  ],
  [
    'looks a day ahead',
    2,
    {
      batch: (history, moments) =>
        subject.batch(
          history,
          moments.map((t) => t + 86_400_000),
        ),
    },
  ],
  [
    'counts what is delivered twice',
    3,
    {
      batch: changed((history) =>
        mapFacts(history, (all) => all.map((fact, place) => ({ ...fact, id: `${fact.id}-${place}` }))),
      ),
    },
  ],
  [
    'has zeros for what is missing',
    4,
    {
      batch: (history, moments) =>
        subject
          .batch(history, moments)
          .map((row) => Object.fromEntries(Object.entries(row).map(([name, v]) => [name, v === -1 ? 0 : v]))),
    },
  ],
  [
    'reads windows by the clock on the wall',
    5,
    {
      // An hour more in the summer: what a window by local midnights amounts to.
      batch: (history, moments) =>
        subject.batch(
          history,
          moments.map((t) => (isSummer(t) ? t - 3_600_000 : t)),
        ),
    },
  ],
];

const isSummer = (time: number) => time >= Date.UTC(2025, 2, 30, 1) && time < Date.UTC(2025, 9, 26, 1);

function withPlainSums(history: History, moments: readonly number[]): Row[] {
  const name = 'transactions.sum(amount)';
  return subject.batch(history, moments).map((row, index) => {
    const asOf = moments[index]!;
    const known = history.transactions.filter(
      (f) => f.recordedAt <= asOf && f.occurredAt <= asOf && (f.retractedAt === null || f.retractedAt > asOf),
    );
    if (new Set(known.map(({ id }) => id)).size < known.length || known.length === 0) return row;
    return { ...row, [name]: known.reduce((sum, { amount }) => sum + amount, 0) };
  });
}

describe('the laws find a mutant that', () => {
  test.each(mutants)('%s', (_, law, mutation) => {
    expect(() => featureLaws[law]!.check({ ...subject, ...mutation })).toThrow();
  });
});
