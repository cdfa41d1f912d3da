import { describe, expect, test } from '@jest/globals';
import { boostedTreesRegressor } from '../../models/boostedTrees.ts';
import {
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import type { PurchaseHistories, PurchaseHistory } from '../../models/lifetime-value/purchaseHistory.ts';
import {
  continuousFamilies,
  type FamilyName,
  familyNames,
  transactionFamily,
} from '../../models/lifetime-value/transactionFamilies.ts';
import type { TransactionParameters } from '../../models/lifetime-value/transactionFamily.ts';
import {
  fitTransactionModel,
  type TransactionModel,
  type TransactionModelData,
  transactionLogLikelihood,
  transactionModelFromData,
} from '../../models/lifetime-value/transactionModel.ts';
import { valuation } from '../../models/lifetime-value/valuation.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';
import { LawBroken } from './law.ts';
import { type PurchaseModel, purchaseModelLaws } from './lifetimeValueLaws.ts';
import { type TransactionWorld, transactionModelLaws, transactionWorld } from './transactionModelLaws.ts';

const unitOf = (family: FamilyName) => (family === 'bg-bb' ? 'opportunity' : 'week');

const modelAt = (family: FamilyName, parameters: TransactionParameters): TransactionModel =>
  transactionModelFromData({
    kind: 'transaction-model',
    family,
    unit: unitOf(family),
    parameters,
    estimates: {},
    covariance: [],
    logLikelihood: 0,
    penalty: 0,
    customers: 1,
    warnings: [],
  });

const at = (family: FamilyName, parameters: TransactionParameters): PurchaseModel => {
  const model = modelAt(family, parameters);
  return {
    expected: (history, horizon) => model.expectedPurchases(history, horizon),
    alive: (history) => model.probabilityAlive(history),
    opportunities: transactionFamily(family).time === 'opportunities',
  };
};

/** Ordinary ones, and those at which a formula is 0 / 0 or a series has no end. */
const parameters: Readonly<Record<FamilyName, readonly TransactionParameters[]>> = {
  'bg-nbd': [
    { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
    { r: 1, alpha: 10, a: 1, b: 1 },
    { r: 0.5, alpha: 3, a: 0.3, b: 0.4 },
    { r: 0.5, alpha: 3, a: 0.5, b: 0.5 },
    { r: 5, alpha: 20, a: 0.01, b: 30 },
    { r: 12, alpha: 0.5, a: 8, b: 1.5 },
  ],
  'mbg-nbd': [
    { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
    { r: 1, alpha: 10, a: 1, b: 1 },
    { r: 0.5, alpha: 3, a: 0.3, b: 0.4 },
    { r: 12, alpha: 0.5, a: 8, b: 0.1 },
  ],
  'pareto-nbd': [
    { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 },
    { r: 1, alpha: 10, s: 1, beta: 10 },
    { r: 0.3, alpha: 0.01, s: 0.4, beta: 900 },
    { r: 0.3, alpha: 900, s: 0.4, beta: 0.01 },
    { r: 12, alpha: 3, s: 4, beta: 0.5 },
  ],
  'bg-bb': [
    { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 },
    { alpha: 1, beta: 1, gamma: 1, delta: 1 },
    { alpha: 0.2, beta: 5, gamma: 3, delta: 0.4 },
    { alpha: 30, beta: 20, gamma: 0.01, delta: 50 },
  ],
};

const members = familyNames.flatMap((family) =>
  parameters[family].map((each) => [`${family} at ${Object.values(each)}`, at(family, each)] as const),
);
/** The model of the task around each family: attributes on its rates, and trees that correct what it expects. */
const trees = await boostedTreesRegressor.fit(
  datasetFromRows(
    Array.from({ length: 80 }, (_, row) => ({ frequency: row % 10, silence: (row % 7) / 7 })),
    Array.from({ length: 80 }, (_, row) => (row % 10 > 4 ? 3 : 0.2)),
  ),
  { loss: 'poisson', rounds: 10, minChildWeight: 1 },
);
const column = { feature: 'attribute.member', category: null, mean: 0.5, deviation: 0.5 };
const taskModels = continuousFamilies.flatMap((family) =>
  parameters[family].map((purchases) => {
    const data: LifetimeValueModelData = {
      kind: 'lifetime-value',
      family,
      purchases,
      covariates: { columns: [column], buying: [0.7], leaving: family === 'pareto-nbd' ? [-0.4] : [] },
      correction: { model: trees.data, weight: 0.75 },
      logLikelihood: 0,
      spend: null,
      meanSpend: 10,
      horizonMonths: 36,
      segments: [1, 2, 3],
      typical: { frequency: 1, recency: 1, age: 2, meanSpend: null },
    };
    const model = lifetimeValueModelFromData(data);
    const valued = valuation(data);
    const row = ({ frequency, recency, age }: PurchaseHistory) => ({
      'transactions.purchaseDays(amount)': frequency + 1,
      'transactions.spanDays(amount)': recency,
      'transactions.purchaseAge(amount)': age,
      'attribute.member': 1,
    });
    const task: PurchaseModel = {
      expected: (history, horizon) => model.expected(row(history), horizon).purchases,
      alive: (history) => valued(row(history)).pAlive,
      opportunities: false,
    };
    return [`the task with ${family} at ${Object.values(purchases)}`, task] as const;
  }),
);
const named = <T extends { readonly name: string }>(laws: readonly T[]) =>
  laws.map((law) => [law.name, law] as const);

describe.each([...members, ...taskModels])('%s', (_, model) => {
  test.each(named(purchaseModelLaws))('%s', (_name, law) => {
    expect(() => law.check(model)).not.toThrow();
  });
});

/** Well apart from the edges, so that some thousand customers determine every parameter. */
const truths: Readonly<Record<FamilyName, TransactionParameters>> = {
  'bg-nbd': { r: 0.8, alpha: 6, a: 0.9, b: 3 },
  'mbg-nbd': { r: 0.9, alpha: 5, a: 0.8, b: 1.8 },
  'pareto-nbd': { r: 0.9, alpha: 5, s: 0.7, beta: 8 },
  'bg-bb': { alpha: 1.2, beta: 1.6, gamma: 0.7, delta: 4 },
};

const worlds = new Map<FamilyName, TransactionWorld>();
function worldOf(family: FamilyName): TransactionWorld {
  let world = worlds.get(family);
  if (world === undefined) {
    const fitted = (histories: PurchaseHistories) =>
      fitTransactionModel(family, histories, { unit: unitOf(family) });
    const drawn = transactionWorld(modelAt(family, truths[family]), fitted);
    const histories = drawn.customers.map(({ history }) => history);
    const logLikelihood = transactionLogLikelihood(family, truths[family], {
      frequency: histories.map(({ frequency }) => frequency),
      recency: histories.map(({ recency }) => recency),
      age: histories.map(({ age }) => age),
    });
    world = { ...drawn, truth: transactionModelFromData({ ...drawn.truth.data, logLikelihood }) };
    worlds.set(family, world);
  }
  return world;
}

describe.each(familyNames)('%s, fitted', (family) => {
  test.each(named(transactionModelLaws))('%s', async (_name, law) => {
    await expect(Promise.resolve(worldOf(family)).then((world) => law.check(world))).resolves.toBeUndefined();
  });
});

describe('every law is broken by a mutant', () => {
  const sound = members[0]![1];
  const mutants: Readonly<Record<string, PurchaseModel>> = {
    'nothing is bought within no time': {
      ...sound,
      expected: (history, horizon) => sound.expected(history, horizon) + 1e-9,
    },
    'a longer horizon never brings fewer purchases': {
      ...sound,
      expected: (history, horizon) => sound.expected(history, horizon) * 0.999 ** horizon,
    },
    'P(alive) is in [0, 1]': { ...sound, alive: (history) => 1.5 * sound.alive(history) },
    'a longer silence never makes a customer more alive': {
      ...sound,
      alive: (history) => 1 - sound.alive(history),
    },
  };

  test.each(named(purchaseModelLaws))('%s', (name, law) => {
    expect(() => law.check(mutants[name]!)).toThrow(LawBroken);
  });

  const whole = worldOf('bg-nbd');
  const changed = (
    change: (data: TransactionModelData) => Partial<TransactionModelData>,
  ): TransactionWorld => ({
    ...whole,
    fitted: async (histories) => {
      const { data } = await whole.fitted(histories);
      return transactionModelFromData({ ...data, ...change(data) });
    },
  });
  const truthWith = (change: Partial<TransactionModel>) => ({
    ...whole,
    truth: { ...whole.truth, ...change },
  });
  const worldMutants: Readonly<Record<string, TransactionWorld>> = {
    'the order of the customers changes nothing': {
      ...whole,
      fitted: async (histories) => {
        const { data } = await whole.fitted(histories);
        return transactionModelFromData({
          ...data,
          logLikelihood: data.logLikelihood + histories.recency[0]!,
        });
      },
    },
    'a count of two is the history twice, and histories are left as they were': {
      ...whole,
      fitted: ({ frequency, recency, age }) => whole.fitted({ frequency, recency, age }),
    },
    'the truth of a simulated population lies within four standard errors and is no likelier than the fit':
      changed(({ estimates }) => ({
        estimates: { ...estimates, r: { ...estimates.r!, standardError: estimates.r!.standardError / 1000 } },
      })),
    'a simulated population buys and lives as expected, in every band of frequency': truthWith({
      expectedPurchases: (history, horizon) => 1.2 * whole.truth.expectedPurchases(history, horizon),
    }),
    'draws of the future have the expected mean': truthWith({
      drawFuture: (random, history, horizon) => whole.truth.drawFuture(random, history, 0.8 * horizon),
    }),
    'saved and loaded it says the same': {
      ...whole,
      load: (data) =>
        transactionModelFromData({
          ...data,
          parameters: { ...data.parameters, b: data.parameters.b! * 1.001 },
        }),
    },
    'a degenerate fit is refused by name': {
      ...whole,
      fitted: (histories) => fitTransactionModel('bg-nbd', histories, { unit: 'week', penalty: 0.1 }),
    },
  };

  test.each(named(transactionModelLaws))('%s', async (name, law) => {
    const checked = Promise.resolve(worldMutants[name]!).then((world) => law.check(world));
    await expect(checked).rejects.toThrow(LawBroken);
  });
});
