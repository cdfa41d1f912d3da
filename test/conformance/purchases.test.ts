import { describe, expect, test } from '@jest/globals';
import { computeFeatures } from '../../features/computeFeatures.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import type { History } from '../../features/history.ts';
import { lifetimeValueFallback } from '../../models/lifetime-value/fallback.ts';
import {
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import { purchaseLaws, type ValueOf } from './purchaseLaws.ts';

const data: LifetimeValueModelData = {
  kind: 'lifetime-value',
  family: 'bg-nbd',
  purchases: { r: 1.2, alpha: 40, a: 1.5, b: 6 },
  logLikelihood: -1,
  spend: { p: 5, q: 4, v: 60 },
  meanSpend: 20,
  horizonMonths: 36,
  segments: [100, 1000, 5000],
  typical: { frequency: 2, recency: 100, age: 300, meanSpend: 20 },
};
const features = featuresOfTask('clv');
const model = (first: LifetimeValueModelData['firstPurchase']): ValueOf => {
  const { predict } = lifetimeValueModelFromData({ ...data, firstPurchase: first ?? null });
  return (history, asOf) => predict(computeFeatures(features, history, asOf)).result.clv;
};
const learned = model({ r: 0.3, alpha: 60, customers: 500, bought: 200 });
const rule: ValueOf = (history, asOf) =>
  lifetimeValueFallback(computeFeatures(features, history, asOf)).result.clv;

describe.each([
  ['the model', learned],
  ['the model that knows nothing of first purchases', model(null)],
  ['the rule', rule],
])('%s', (_, valued) => {
  test.each(purchaseLaws.map((law) => [law.name, law] as const))('%s', (_name, law) => {
    expect(() => law.check(valued)).not.toThrow();
  });
});

const facing =
  (change: (transactions: History['transactions'], asOf: number) => History['transactions']): ValueOf =>
  (history, asOf) =>
    learned({ ...history, transactions: change(history.transactions, asOf) }, asOf);
const only = (of: (amount: number) => boolean) =>
  facing((transactions) => transactions.filter(({ amount }) => of(amount)));

/** One for each law, in their order. */
const mutants: readonly ValueOf[] = [
  facing((transactions) =>
    transactions.map((one) => ({ ...one, amount: one.amount === 0 ? 0.01 : one.amount })),
  ),
  facing((transactions) => transactions.map((one) => ({ ...one, amount: Math.abs(one.amount) }))),
  only((amount) => amount > 0),
  only((amount) => amount >= 0),
  facing((transactions, asOf) =>
    transactions.map((one) => ({ ...one, recordedAt: Math.min(asOf, one.recordedAt) })),
  ),
  // Valued as if they had just been won.
  (history, asOf) =>
    history.transactions.length > 0
      ? learned(history, asOf)
      : lifetimeValueModelFromData(data).predict({}, { conversion: 1 }).result.clv * 3,
];

test.each(purchaseLaws.map((law, index) => [law.name, law, mutants[index]!] as const))(
  'a mutant breaks the law: %s',
  (_, law, mutant) => {
    expect(() => law.check(mutant)).toThrow();
  },
);
