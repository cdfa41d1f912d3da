import { describe, expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../../base/random.ts';
import {
  type BgNbdParameters,
  bgNbdLogLikelihood,
  expectedPurchases,
  fitBgNbd,
  type PurchaseHistory,
  probabilityAlive,
} from '../../../models/lifetime-value/bgNbd.ts';
import { numericCsv } from '../../support/numericCsv.ts';
import { sharedData } from '../../support/sharedData.ts';
import { beta, exponential, gamma } from '../../support/variates.ts';

const cdnow: BgNbdParameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

interface Life {
  readonly history: PurchaseHistory;
  readonly alive: boolean;
  /** Purchases in the `horizon` after observation. */
  readonly later: number;
}

/** One customer of the model's own world. */
function live(random: Random, { r, alpha, a, b }: BgNbdParameters, age: number, horizon: number): Life {
  const rate = gamma(random, r) / alpha;
  const leaves = beta(random, a, b);
  let time = 0;
  let frequency = 0;
  let recency = 0;
  let later = 0;
  let aliveAtAge = true;
  for (;;) {
    time += exponential(random) / rate;
    if (time > age + horizon) break;
    const left = random.uniform() < leaves;
    if (time <= age) {
      frequency++;
      recency = time;
      if (left) aliveAtAge = false;
    } else later++;
    if (left) break;
  }
  return { history: { frequency, recency, age }, alive: aliveAtAge, later };
}

function population(seed: number, parameters: BgNbdParameters, size: number): Life[] {
  const random = seededRandom(seed);
  return Array.from({ length: size }, () => live(random, parameters, 20 + 20 * random.uniform(), 30));
}

const columns = (lives: readonly Life[]) => ({
  frequency: lives.map(({ history }) => history.frequency),
  recency: lives.map(({ history }) => history.recency),
  age: lives.map(({ history }) => history.age),
});

describe('the CDNOW customers', () => {
  const file = sharedData('cdnow/cdnow_btyd_cbs.csv');
  (file === undefined ? test.skip : test)('have the parameters of the paper', () => {
    const table = numericCsv(file!);
    const fit = fitBgNbd({
      frequency: table.get('x')!,
      recency: table.get('t.x')!,
      age: table.get('T.cal')!,
    });
    expect(fit.logLikelihood).toBeCloseTo(-9582.429, 3);
    expect(fit.parameters.r).toBeCloseTo(0.2426, 4);
    expect(fit.parameters.alpha).toBeCloseTo(4.4136, 4);
    expect(fit.parameters.a).toBeCloseTo(0.7929, 4);
    expect(fit.parameters.b).toBeCloseTo(2.4259, 4);
    const holdout = table.get('x.star')!.reduce((sum, count) => sum + count, 0);
    let predicted = 0;
    table.get('x')!.forEach((frequency, row) => {
      const history = { frequency, recency: table.get('t.x')![row]!, age: table.get('T.cal')![row]! };
      predicted += expectedPurchases(fit.parameters, history, 39);
    });
    // The paper's figure 4 shows the model somewhat below the actual holdout purchases.
    expect(predicted / holdout).toBeGreaterThan(0.85);
    expect(predicted / holdout).toBeLessThan(1.05);
  });
});

describe('fitting', () => {
  test('recovers the parameters of a simulated population', () => {
    const truth = { r: 0.8, alpha: 6, a: 0.9, b: 3 };
    const lives = population(11, truth, 6000);
    const { parameters, logLikelihood } = fitBgNbd(columns(lives));
    // Measured over 60 seeds: standard deviations 2.7, 3.7, 8.8 and 11 %, no bias; three of them are allowed.
    expect(Math.abs(parameters.r / truth.r - 1)).toBeLessThan(0.08);
    expect(Math.abs(parameters.alpha / truth.alpha - 1)).toBeLessThan(0.11);
    expect(Math.abs(parameters.a / truth.a - 1)).toBeLessThan(0.28);
    expect(Math.abs(parameters.b / truth.b - 1)).toBeLessThan(0.33);
    expect(logLikelihood).toBeGreaterThanOrEqual(bgNbdLogLikelihood(truth, columns(lives)));
  });

  test('does not depend on the unit of time', () => {
    const lives = population(3, cdnow, 1500);
    const { frequency, recency, age } = columns(lives);
    const inWeeks = fitBgNbd({ frequency, recency, age }).parameters;
    const days = (values: number[]) => values.map((value) => 7 * value);
    const inDays = fitBgNbd({ frequency, recency: days(recency), age: days(age) }).parameters;
    expect(inDays.alpha / 7).toBeCloseTo(inWeeks.alpha, 5);
    expect(inDays.b).toBeCloseTo(inWeeks.b, 5);
  });

  test.each([
    ['nobody bought twice', [0, 0, 0], [0, 0, 0], [5, 6, 7], 'not_enough_data'],
    ['no customer at all', [], [], [], 'not_enough_data'],
    ['a purchase after the end', [1], [9], [5], 'invalid_input'],
    ['half a purchase', [0.5], [1], [5], 'invalid_input'],
    ['a time that is no number', [1], [1], [Number.NaN], 'invalid_input'],
    ['every customer alike', Array(50).fill(3), Array(50).fill(9), Array(50).fill(10), 'degenerate_fit'],
  ])('refuses %s', (_, frequency: number[], recency: number[], age: number[], code) => {
    expect(() => fitBgNbd({ frequency, recency, age })).toThrow(expect.objectContaining({ code }));
  });

  test('a penalty makes the degenerate case fit', () => {
    const alike = { frequency: Array(50).fill(3), recency: Array(50).fill(9), age: Array(50).fill(10) };
    const { parameters } = fitBgNbd(alike, { penalty: 0.1 });
    const expected = expectedPurchases(parameters, { frequency: 3, recency: 9, age: 10 }, 10);
    expect(expected).toBeGreaterThan(1);
    expect(expected).toBeLessThan(4);
  });
});

describe('expectations', () => {
  test('are what the authors of the paper give for their example customer', () => {
    expect(expectedPurchases(cdnow, { frequency: 2, recency: 30.43, age: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  test.each([
    ['ordinary', cdnow],
    ['a above 1', { r: 1.5, alpha: 8, a: 1.8, b: 2 }],
    ['a + b below 1', { r: 0.5, alpha: 3, a: 0.3, b: 0.4 }],
  ])('are met by a simulated population (%s)', (_, parameters) => {
    const lives = population(21, parameters, 12_000);
    const predicted = lives.map(({ history }) => expectedPurchases(parameters, history, 30));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const bands = [(x: number) => x === 0, (x: number) => x > 0 && x < 4, (x: number) => x >= 4];
    for (const band of bands) {
      const rows = lives.flatMap(({ history }, row) => (band(history.frequency) ? [row] : []));
      const actual = rows.map((row) => lives[row]!.later);
      const average = mean(actual);
      const error = Math.sqrt(mean(actual.map((value) => (value - average) ** 2)) / rows.length);
      expect(Math.abs(average - mean(rows.map((row) => predicted[row]!)))).toBeLessThan(4 * error);
      const alive = mean(rows.map((row) => (lives[row]!.alive ? 1 : 0)));
      const expected = mean(rows.map((row) => probabilityAlive(parameters, lives[row]!.history)));
      expect(Math.abs(alive - expected)).toBeLessThan(4 * Math.sqrt(0.25 / rows.length));
    }
  });

  test('pass smoothly over a = 1 and a + b = 1, where the formula is 0 / 0', () => {
    const history = { frequency: 2, recency: 10, age: 30 };
    const at = (a: number) => expectedPurchases({ ...cdnow, a }, history, 52);
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
    expect(at(1.00009)).toBeCloseTo(at(1.00011), 4);
    const none = { frequency: 0, recency: 0, age: 30 };
    const near = (b: number) => expectedPurchases({ ...cdnow, a: 0.4, b }, none, 52);
    expect(near(0.6)).toBeCloseTo((near(0.599) + near(0.601)) / 2, 5);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse the horizon %d', (horizon) => {
    const predict = () => expectedPurchases(cdnow, { frequency: 1, recency: 1, age: 2 }, horizon);
    expect(predict).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
