import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { selectTransactionModel } from '../../../models/lifetime-value/selectTransactionModel.ts';
import { continuousFamilies, type FamilyName } from '../../../models/lifetime-value/transactionFamilies.ts';
import type { TransactionParameters } from '../../../models/lifetime-value/transactionFamily.ts';
import {
  fitTransactionModel,
  type TransactionModel,
  transactionModelFromData,
} from '../../../models/lifetime-value/transactionModel.ts';
import { beta, exponential, gamma } from '../../support/variates.ts';

const modelOf = (family: FamilyName, parameters: TransactionParameters): TransactionModel =>
  transactionModelFromData({
    kind: 'transaction-model',
    family,
    unit: 'week',
    parameters,
    estimates: {},
    covariance: [],
    logLikelihood: 0,
    penalty: 0,
    customers: 1,
    warnings: [],
  });

const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/** Drawn here from the words of the papers, not by the models' own simulation. */
function population(family: 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd', size: number) {
  const random = seededRandom(11);
  const columns = { frequency: [] as number[], recency: [] as number[], age: [] as number[] };
  for (let customer = 0; customer < size; customer++) {
    const age = 20 + 40 * random.uniform();
    const rate = gamma(random, 0.9) / 5;
    const leaving = beta(random, 0.9, 2.5);
    const life = family === 'pareto-nbd' ? exponential(random) / (gamma(random, 0.9) / 12) : 1e9;
    let [frequency, recency, time] = [0, 0, 0];
    let alive = family !== 'mbg-nbd' || random.uniform() > leaving;
    while (alive) {
      time += exponential(random) / rate;
      if (time > Math.min(age, life)) break;
      frequency++;
      recency = time;
      if (family !== 'pareto-nbd') alive = random.uniform() > leaving;
    }
    columns.frequency.push(frequency);
    columns.recency.push(recency);
    columns.age.push(age);
  }
  return columns;
}

describe('selection', () => {
  test.each(continuousFamilies)('finds out that the world is %s', async (family) => {
    const { data } = await selectTransactionModel(population(family, 3000), { unit: 'week' });
    expect(data.family).toBe(family);
  });

  test('falls back on a penalty where nothing has a maximum, and says so', async () => {
    const alike = { frequency: Array(50).fill(3), recency: Array(50).fill(9), age: Array(50).fill(10) };
    const model = await selectTransactionModel(alike, { unit: 'week' });
    expect(model.data.penalty).toBeGreaterThan(0);
    const expected = model.expectedPurchases({ frequency: 3, recency: 9, age: 10 }, 10);
    expect(expected).toBeGreaterThan(1);
    expect(expected).toBeLessThan(4);
  });
});

describe('fitting', () => {
  test.each(continuousFamilies)('%s does not depend on the unit of time', async (family) => {
    const { frequency, recency, age } = population(family, 800);
    const days = (values: number[]) => values.map((value) => 7 * value);
    const week = await fitTransactionModel(family, { frequency, recency, age }, { unit: 'week' });
    const day = await fitTransactionModel(
      family,
      { frequency, recency: days(recency), age: days(age) },
      { unit: 'day' },
    );
    for (const [name, value] of Object.entries(week.data.parameters)) {
      const factor = name === 'alpha' || name === 'beta' ? 7 : 1;
      expect(day.data.parameters[name]! / factor / value).toBeCloseTo(1, 5);
    }
    expect(day.data.unit).toBe('day');
  });

  test.each(continuousFamilies)('%s is as good in microseconds and in millennia', async (family) => {
    const { frequency, recency, age } = population(family, 300);
    const scaled = async (unit: number) => {
      const times = (values: readonly number[]) => values.map((value) => unit * value);
      const histories = { frequency, recency: times(recency), age: times(age) };
      const { data, ...model } = await selectTransactionModel(histories, {
        unit: 'week',
        families: [family],
      });
      const expected = model.expectedPurchases(
        { frequency: 3, recency: 9 * unit, age: 12 * unit },
        10 * unit,
      );
      return { expected, shape: data.parameters.r! };
    };
    const usual = await scaled(1);
    for (const unit of [6e11, 2e-5]) {
      const other = await scaled(unit);
      expect(other.expected).toBeCloseTo(usual.expected, 5);
      expect(other.shape).toBeCloseTo(usual.shape, 5);
    }
  });

  test('AIC and BIC punish four parameters', async () => {
    const { data, aic, bic } = await fitTransactionModel('bg-nbd', population('bg-nbd', 400), {
      unit: 'week',
    });
    expect(aic).toBeCloseTo(8 - 2 * data.logLikelihood, 9);
    expect(bic).toBeCloseTo(4 * Math.log(400) - 2 * data.logLikelihood, 9);
  });

  test('a parameter that the data hardly determine is named', async () => {
    const { data } = await fitTransactionModel('bg-nbd', population('bg-nbd', 12), { unit: 'week' });
    for (const warning of data.warnings) expect(warning).toMatch(/is hardly determined: 95 % interval/);
    const wide = Object.entries(data.estimates).filter(([, { low, high }]) => high / low > 100);
    expect(data.warnings).toHaveLength(wide.length);
    expect(wide.length).toBeGreaterThan(0);
  });

  test('opportunities are whole and hold one purchase each', async () => {
    const fitDonors = (frequency: number, recency: number, age: number) =>
      fitTransactionModel(
        'bg-bb',
        { frequency: [frequency], recency: [recency], age: [age] },
        { unit: 'opportunity' },
      );
    await expect(fitDonors(4, 3, 6)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(fitDonors(1, 1.5, 6)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('stops when asked to', async () => {
    const signal = AbortSignal.abort();
    const stopped = fitTransactionModel('bg-nbd', population('bg-nbd', 50), { unit: 'week', signal });
    await expect(stopped).rejects.toBe(signal.reason);
  });
});

describe('expectations', () => {
  test('are what the authors of BG/NBD give for their example customer', () => {
    const model = modelOf('bg-nbd', cdnow);
    expect(model.expectedPurchases({ frequency: 2, recency: 30.43, age: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  test('of BG/NBD pass smoothly over a = 1 and a + b = 1, where the formula is 0 / 0', () => {
    const history = { frequency: 2, recency: 10, age: 30 };
    const at = (a: number) => modelOf('bg-nbd', { ...cdnow, a }).expectedPurchases(history, 52);
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
    expect(at(1.00009)).toBeCloseTo(at(1.00011), 4);
    const none = { frequency: 0, recency: 0, age: 30 };
    const near = (b: number) => modelOf('bg-nbd', { ...cdnow, a: 0.4, b }).expectedPurchases(none, 52);
    expect(near(0.6)).toBeCloseTo((near(0.599) + near(0.601)) / 2, 5);
  });

  test('of Pareto/NBD pass smoothly over s = 1', () => {
    const at = (s: number) =>
      modelOf('pareto-nbd', { r: 0.5, alpha: 10, s, beta: 12 }).expectedPurchases(
        { frequency: 2, recency: 10, age: 30 },
        52,
      );
    expect(at(1)).toBeCloseTo((at(1 - 1e-7) + at(1 + 1e-7)) / 2, 9);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse the horizon %d', (horizon) => {
    const predict = () =>
      modelOf('pareto-nbd', { r: 1, alpha: 1, s: 1, beta: 1 }).expectedPurchases(
        { frequency: 1, recency: 1, age: 2 },
        horizon,
      );
    expect(predict).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
