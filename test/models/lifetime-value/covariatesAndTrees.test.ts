import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { fitCovariates, parametersOf } from '../../../models/lifetime-value/covariateModel.ts';
import { covariate, covariateColumns } from '../../../models/lifetime-value/covariates.ts';
import { fitLifetimeValueModel } from '../../../models/lifetime-value/fitLifetimeValue.ts';
import {
  daysPerMonth,
  lifetimeValueModelFromData,
} from '../../../models/lifetime-value/lifetimeValueModel.ts';
import { transactionFamily } from '../../../models/lifetime-value/transactionFamilies.ts';
import { correctionFactor, fitTreeCorrection } from '../../../models/lifetime-value/treeCorrection.ts';
import { presentValue } from '../../../models/lifetime-value/valuePolicy.ts';

const truth = { r: 1.5, alpha: 90, s: 0.8, beta: 300 };
const family = transactionFamily('pareto-nbd');
/** Members buy 2.5 times as often and leave half as fast. */
const effect = (member: boolean) => (member ? { buying: 2.5, leaving: 0.5 } : { buying: 1, leaving: 1 });

function customers(seed: number, count: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const member = index % 3 === 0;
    const { buying, leaving } = effect(member);
    const parameters = { ...truth, alpha: truth.alpha / buying, beta: truth.beta / leaving };
    const { history, later } = family.drawCustomer(parameters, random, 400, 200);
    return {
      history,
      later,
      member,
      row: { 'attribute.club': member ? 'yes' : 'no', 'attribute.noise': random.normal() },
    };
  });
}

describe('attributes', () => {
  test('become numbers of mean 0; what is missing is average, what is absurd is bounded', () => {
    const rows = [10, 20, 30, null].map((age, index) => ({
      'attribute.age': age,
      'attribute.plan': ['a', 'b'][index % 2]!,
    }));
    const columns = covariateColumns(rows);
    expect(columns.map(({ feature, category }) => [feature, category])).toEqual(
      [
        ['attribute.age', null],
        ['attribute.plan', 'a'],
      ].sort((a, b) => (a[0] === b[0] ? 0 : columns[0]!.feature === a[0] ? -1 : 1)),
    );
    const age = columns.find(({ feature }) => feature === 'attribute.age')!;
    expect(covariate(age, { 'attribute.age': 20 })).toBe(0);
    expect(covariate(age, {})).toBe(0);
    expect(covariate(age, { 'attribute.age': 1e9 })).toBe(3);
    expect(covariateColumns(rows.map(() => ({ 'attribute.same': 1 })))).toEqual([]);
  });

  test('multiply the rates as they truly do', async () => {
    const world = customers(3, 1500);
    const withoutEffects = { parameters: truth, logLikelihood: Number.NEGATIVE_INFINITY };
    const fitted = (await fitCovariates('pareto-nbd', withoutEffects, world, { penalty: 0 }))!;
    const alpha = (member: boolean) =>
      parametersOf('pareto-nbd', fitted.parameters, fitted.effects, {
        'attribute.club': member ? 'yes' : 'no',
      });
    // The penalty draws a little towards no effect.
    const ratio = alpha(false).alpha! / alpha(true).alpha!;
    expect(Math.abs(Math.log(ratio / 2.5))).toBeLessThan(0.25);
    expect(alpha(true).beta! / alpha(false).beta!).toBeGreaterThan(1.2);
    const noise = fitted.effects.columns.findIndex(({ feature }) => feature === 'attribute.noise');
    expect(Math.abs(fitted.effects.buying[noise]!)).toBeLessThan(0.1);
  });

  test('that explain nothing are left out', async () => {
    const world = customers(4, 600).map(({ history, row }) => ({
      history,
      row: { 'attribute.noise': row['attribute.noise'] },
    }));
    const rows = world.map(({ history, row }, index) => datasetRow(index, history, row));
    const { data } = await fitLifetimeValueModel(rows);
    expect(data.covariates).toBeNull();
  });
});

function datasetRow(
  index: number,
  history: { frequency: number; recency: number; age: number },
  attributes: Readonly<Record<string, string | number>>,
): DatasetRow {
  return {
    subjectId: `customer-${index}`,
    asOf: new Date(Date.UTC(2025, 0, 1)),
    label: 0,
    weight: 1,
    features: {
      'transactions.purchaseDays(amount)': history.frequency + 1,
      'transactions.spanDays(amount)': history.recency,
      'transactions.purchaseAge(amount)': history.age,
      'transactions.repeatMean(amount)': history.frequency > 0 ? 50 + (index % 7) : null,
      ...attributes,
    },
  };
}

describe('trees', () => {
  const taught = (seed: number, factor: (region: string) => number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 800 }, (_, index) => {
      const region = ['north', 'south'][random.integer(2)]!;
      const expected = 0.2 + 2 * random.uniform();
      let purchases = 0;
      // Poisson, by its waiting times.
      for (let time = -Math.log(1 - random.uniform()); time < expected * factor(region); purchases++)
        time -= Math.log(1 - random.uniform());
      return {
        subjectId: `c${index}`,
        row: { 'attribute.region': region, noise: random.normal() },
        expected,
        purchases,
      };
    });
  };

  test('correct what the model of purchases gets wrong', async () => {
    const { correction, gain } = (await fitTreeCorrection(
      taught(5, (region) => (region === 'north' ? 1.8 : 0.5)),
    ))!;
    expect(gain).toBeGreaterThan(0.05);
    const factor = correctionFactor(correction);
    expect(factor({ 'attribute.region': 'north', noise: 0 })).toBeGreaterThan(1.4);
    expect(factor({ 'attribute.region': 'south', noise: 0 })).toBeLessThan(0.7);
  });

  test('stay out where it is right, and where there is too little to tell', async () => {
    expect((await fitTreeCorrection(taught(6, () => 1)))!.correction).toBeNull();
    expect(await fitTreeCorrection(taught(5, () => 1).slice(0, 150))).toBeNull();
    expect(correctionFactor(null)({})).toBe(1);
  });
});

describe('the value of a customer with attributes and trees', () => {
  test('covers what comes as often as it promises, is 0 over no time and never falls with it', async () => {
    const world = customers(7, 600);
    const rows = world.map(({ history, row }, index) =>
      datasetRow(index, history, { 'attribute.club': row['attribute.club'] }),
    );
    const fitted = await fitLifetimeValueModel(rows);
    expect(fitted.data.covariates).not.toBeNull();
    const { correction } = (await fitTreeCorrection(
      world.map(({ row, later }, index) => ({
        subjectId: `c${index}`,
        row,
        expected: row['attribute.club'] === 'yes' ? 0.5 : 2,
        purchases: later,
      })),
    ))!;
    const model = lifetimeValueModelFromData({ ...fitted.data, correction });
    expect(correction).not.toBeNull();
    for (const { features } of rows.slice(0, 6)) {
      const values = [0, 1, 6, 36, 60].map((horizonMonths) => model.predict(features, { horizonMonths }));
      expect(values[0]!.result.clv).toBe(0);
      expect(values[0]!.interval).toMatchObject({ low: 0, high: 0 });
      values.reduce((before, after) => {
        expect(after.result.clv).toBeGreaterThanOrEqual(before.result.clv);
        return after;
      });
    }
    const inside = rows.slice(0, 200).filter(({ features }, index) => {
      const { interval, result } = fitted.predict(features, { horizonMonths: 200 / daysPerMonth });
      const came = world[index]!.later * result.expectedAmount;
      return (
        came >= interval!.low - result.expectedAmount / 2 &&
        came <= interval!.high + result.expectedAmount / 2
      );
    });
    expect(inside.length / 200).toBeGreaterThan(0.86);
  });
});

describe('present value', () => {
  const policy = { margin: 0.5, discountRate: 0.1, ultraPremium: null };
  const evenly = (days: number) => days;

  test('is the margin of an even revenue, discounted from the middle of its months', () => {
    const years = 3;
    const continuous = (1 - 1.1 ** -years) / Math.log(1.1) / years;
    expect(presentValue(policy, evenly, years * 365.25) / (0.5 * years * 365.25)).toBeCloseTo(continuous, 4);
    expect(presentValue({ ...policy, discountRate: 0 }, evenly, 100)).toBe(50);
    expect(presentValue(policy, evenly, 0)).toBe(0);
  });

  test('never falls with the horizon, within a month either', () => {
    let before = 0;
    for (let days = 0; days < 200; days += 3.7) {
      const value = presentValue(policy, evenly, days);
      expect(value).toBeGreaterThanOrEqual(before);
      before = value;
    }
  });
});
