import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import {
  expectedSpend,
  fitGammaGamma,
  gammaGammaLogLikelihood,
} from '../../../models/lifetime-value/gammaGamma.ts';
import { numericCsv } from '../../support/numericCsv.ts';
import { sharedData } from '../../support/sharedData.ts';
import { gamma } from '../../support/variates.ts';

function population(seed: number, { p, q, v }: { p: number; q: number; v: number }, size: number) {
  const random = seededRandom(seed);
  const frequency: number[] = [];
  const meanSpend: number[] = [];
  const truth: number[] = [];
  for (let customer = 0; customer < size; customer++) {
    const rate = gamma(random, q) / v;
    const count = 1 + random.integer(6);
    let total = 0;
    for (let purchase = 0; purchase < count; purchase++) total += gamma(random, p) / rate;
    frequency.push(count);
    meanSpend.push(total / count);
    truth.push(p / rate);
  }
  return { frequency, meanSpend, truth };
}

describe('the CDNOW customers', () => {
  const file = sharedData('cdnow/cdnow_customers_summary_with_transactions.csv');
  (file === undefined ? test.skip : test)('have the parameters of the paper', async () => {
    const table = numericCsv(file!);
    const fit = await fitGammaGamma({ frequency: table.get('x')!, meanSpend: table.get('zbar')! });
    expect(fit.customers).toBe(946);
    expect(fit.parameters.p).toBeCloseTo(6.25, 2);
    // The paper prints 3.74; the maximum is at 3.7446 with the same likelihood.
    expect(fit.parameters.q).toBeCloseTo(3.74, 1);
    expect(fit.parameters.v).toBeCloseTo(15.44, 1);
    expect(fit.logLikelihood).toBeCloseTo(-4055.92, 2);
  });
});

describe('fitting', () => {
  const truth = { p: 4, q: 3.5, v: 20 };

  test('recovers the parameters of a simulated population', async () => {
    const data = population(5, truth, 5000);
    const { parameters, logLikelihood } = await fitGammaGamma(data);
    // Measured over 20 seeds: standard deviations 6.5, 2.3 and 8.7 %, no bias; three of them are allowed.
    expect(Math.abs(parameters.p / truth.p - 1)).toBeLessThan(0.2);
    expect(Math.abs(parameters.q / truth.q - 1)).toBeLessThan(0.07);
    expect(Math.abs(parameters.v / truth.v - 1)).toBeLessThan(0.26);
    expect(logLikelihood).toBeGreaterThanOrEqual(gammaGammaLogLikelihood(truth, data));
  });

  test('does not depend on the currency', async () => {
    const data = population(6, truth, 800);
    const other = { ...data, meanSpend: data.meanSpend.map((spend) => 100 * spend) };
    const euros = (await fitGammaGamma(data)).parameters;
    const cents = (await fitGammaGamma(other)).parameters;
    expect(cents.p).toBeCloseTo(euros.p, 5);
    expect(cents.v / 100).toBeCloseTo(euros.v, 4);
  });

  test('customers without purchase say nothing', async () => {
    const data = population(7, truth, 300);
    const more = { frequency: [0, ...data.frequency, 0], meanSpend: [0, ...data.meanSpend, Number.NaN] };
    expect(await fitGammaGamma(more)).toEqual(await fitGammaGamma(data));
  });

  test.each([
    ['a single spender', [3], [20], 'not_enough_data'],
    ['a spend of 0', [1, 2], [0, 5], 'invalid_input'],
    ['a negative count', [-1, 2], [4, 5], 'invalid_input'],
    ['equal spends', Array(40).fill(2), Array(40).fill(30), 'degenerate_fit'],
  ])('refuses %s', async (_, frequency: number[], meanSpend: number[], code) => {
    await expect(fitGammaGamma({ frequency, meanSpend })).rejects.toMatchObject({ code });
  });
});

describe('expected spend', () => {
  const parameters = { p: 4, q: 3.5, v: 20 };

  test('is drawn from the population towards the customer as purchases are added', () => {
    const spends = [0, 1, 5, 50, 5000].map((count) => expectedSpend(parameters, count, 100));
    expect(spends[0]).toBe(32);
    spends.slice(1).forEach((spend, index) => {
      expect(spend).toBeGreaterThan(spends[index]!);
    });
    expect(spends.at(-1)).toBeCloseTo(100, 1);
  });

  test('is met by a simulated population and beats the raw mean', () => {
    const data = population(8, parameters, 6000);
    let squaredModel = 0;
    let squaredRaw = 0;
    let bias = 0;
    data.truth.forEach((truth, row) => {
      const expected = expectedSpend(parameters, data.frequency[row]!, data.meanSpend[row]!);
      squaredModel += (expected - truth) ** 2;
      squaredRaw += (data.meanSpend[row]! - truth) ** 2;
      bias += expected - truth;
    });
    expect(squaredModel).toBeLessThan(squaredRaw);
    expect(Math.abs(bias / 6000)).toBeLessThan((4 * Math.sqrt(squaredModel)) / 6000);
  });
});
