import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { thinned } from '../../../models/metrics/curve.ts';
import { reliabilityBins } from '../../../models/metrics/equalMassBins.ts';
import { liftMetric } from '../../../models/metrics/gains.ts';
import { giniCoefficient, giniMetric } from '../../../models/metrics/gini.ts';
import { metricsWithIntervals, metricWithInterval } from '../../../models/metrics/interval.ts';
import { maeMetric } from '../../../models/metrics/mae.ts';
import { metricValue } from '../../../models/metrics/metric.ts';
import { evaluateMulticlass } from '../../../models/metrics/multiclass.ts';
import { rmseMetric } from '../../../models/metrics/rmse.ts';
import { tweedieDevianceMetric } from '../../../models/metrics/tweedieDeviance.ts';
import { valueDeciles } from '../../../models/metrics/valueDeciles.ts';

const of = (...values: number[]) => Float64Array.from(values);

describe('gains', () => {
  test('a tie that straddles the cut counts in proportion', () => {
    // The best row is a hit; half of the three tied rows, of which one is a hit, come along.
    expect(metricValue(liftMetric(0.5), of(1, 1, 0, 0, 0), of(9, 5, 5, 5, 1))).toBeCloseTo(1.5, 14);
  });

  test('a share must be one', () => {
    expect(() => liftMetric(0)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(() => liftMetric(30)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('Gini', () => {
  test('one of n has everything: (n - 1) / n', () => {
    expect(giniCoefficient(of(0, 0, 0, 8))).toBeCloseTo(0.75, 14);
  });

  test('a perfect order is 1, its reverse -1, none 0', () => {
    const value = of(1, 5, 2, 9);
    expect(metricValue(giniMetric, value, value)).toBe(1);
    expect(metricValue(giniMetric, value, of(4, 2, 3, 1))).toBeCloseTo(-1, 14);
    expect(metricValue(giniMetric, value, of(7, 7, 7, 7))).toBeCloseTo(0, 14);
  });

  test('shares need values that are not negative and differ', () => {
    expect(() => giniCoefficient(of(-1, 2))).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(() => giniCoefficient(of(2, 2))).toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });

  test('the halves of a table divide what is tied', () => {
    const [upper, lower] = valueDeciles(of(10, 4, 2, 0), of(5, 3, 3, 1), undefined, 2);
    expect(upper).toEqual({
      weight: 2,
      meanPredicted: 4,
      meanActual: 6.5,
      shareOfActual: 13 / 16,
      cumulativeShare: 13 / 16,
    });
    expect(lower).toEqual({
      weight: 2,
      meanPredicted: 2,
      meanActual: 1.5,
      shareOfActual: 3 / 16,
      cumulativeShare: 1,
    });
  });

  test('rows of weight 0 are in no part', () => {
    const withNobody = valueDeciles(of(6, 9, 2), of(5, 4, 1), of(1, 0, 1), 2);
    expect(withNobody).toEqual(valueDeciles(of(6, 2), of(5, 1), undefined, 2));
  });

  test('deciles add up, whatever the weights', () => {
    const random = seededRandom(9);
    const target = Float64Array.from({ length: 137 }, () => random.integer(50));
    const prediction = target.map((value) => Math.round(value / 10 + random.normal()));
    const weights = target.map(() => random.integer(3));
    const deciles = valueDeciles(target, prediction, weights);
    const total = (values: Float64Array) =>
      values.reduce((sum, value, row) => sum + value * weights[row]!, 0);
    const sum = (of: (decile: (typeof deciles)[number]) => number) =>
      deciles.reduce((all, decile) => all + of(decile), 0);
    expect(deciles).toHaveLength(10);
    expect(sum(({ weight, meanActual }) => weight * meanActual)).toBeCloseTo(total(target), 9);
    expect(sum(({ weight, meanPredicted }) => weight * meanPredicted)).toBeCloseTo(total(prediction), 9);
    expect(deciles.at(-1)!.cumulativeShare).toBeCloseTo(1, 12);
  });
});

describe('losses', () => {
  test('the deviance of counts: 2 m where nothing came', () => {
    expect(metricValue(tweedieDevianceMetric(1), of(0), of(3))).toBe(6);
  });

  test.each([
    ['a prediction of 0', () => metricValue(tweedieDevianceMetric(1), of(1), of(0))],
    ['a negative count', () => metricValue(tweedieDevianceMetric(1), of(-1), of(1))],
    ['a gamma target of 0', () => metricValue(tweedieDevianceMetric(2), of(0), of(1))],
    ['a power between 0 and 1', () => tweedieDevianceMetric(0.5)],
  ])('%s is refused', (_, measure) => {
    expect(measure).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('several classes', () => {
  const predictions = { target: [0, 1, 2], probabilities: of(1, 0, 0, 0, 1, 0, 0, 0, 1), classCount: 3 };

  test('perfect answers', () => {
    const { logLoss, accuracy, macroAuc } = evaluateMulticlass(predictions, { resamples: 5 });
    expect([logLoss.value, accuracy.value, macroAuc.value]).toEqual([0, 1, 1]);
  });

  test('a class without rows is left out of the mean', () => {
    const { macroAuc } = evaluateMulticlass(
      { target: [0, 1], probabilities: of(0.6, 0.3, 0.1, 0.2, 0.7, 0.1), classCount: 3 },
      { resamples: 5 },
    );
    expect(macroAuc.value).toBe(1);
  });

  test.each([
    ['too few probabilities', { ...predictions, classCount: 4 }, 'invalid_input'],
    ['an unknown class', { ...predictions, target: [0, 1, 3] }, 'invalid_input'],
    [
      'a row without any probability',
      { ...predictions, probabilities: of(1, 0, 0, 0, 0, 0, 0, 0, 1) },
      'invalid_input',
    ],
    ['a single class', { ...predictions, target: [1, 1, 1] }, 'not_enough_data'],
  ])('%s is refused', (_, unusable, code) => {
    expect(() => evaluateMulticlass(unusable)).toThrow(expect.objectContaining({ code }));
  });
});

describe('for drawing', () => {
  test('a thinned curve keeps its ends', () => {
    const points = [0, 0.01, 0.02, 0.5, 0.51, 1].map((x) => ({ x, y: 0, threshold: -x }));
    expect(thinned(points, 0.1).map(({ x }) => x)).toEqual([0, 0.5, 1]);
    expect(thinned(points, 0)).toEqual(points);
  });

  test('bins of equal mass with intervals that hold their share', () => {
    const random = seededRandom(4);
    const probability = Float64Array.from({ length: 1500 }, () => random.uniform());
    const target = probability.map((p) => (random.uniform() < p ? 1 : 0));
    const bins = reliabilityBins(target, probability);
    expect(bins.map(({ weight }) => weight)).toEqual(new Array(15).fill(100));
    for (const { observedShare, low, high } of bins) {
      expect(low).toBeLessThanOrEqual(observedShare);
      expect(high).toBeGreaterThanOrEqual(observedShare);
    }
    const held = bins.filter(({ meanProbability: p, low, high }) => low <= p && p <= high);
    // Calibrated by construction: 13 or more of 15 are expected in 96 of 100 samples.
    expect(held.length).toBeGreaterThanOrEqual(13);
  });

  test('few heavy rows leave an interval as wide as few rows do', () => {
    const probability = new Float64Array(102).fill(0.5);
    const target = probability.map((_, row) => row % 2);
    const [even] = reliabilityBins(target, probability);
    const [heavy] = reliabilityBins(
      target,
      probability,
      target.map((_, row) => (row < 2 ? 1e6 : 1)),
    );
    const [two] = reliabilityBins(of(0, 1), of(0.5, 0.5));
    expect(even!.high - even!.low).toBeLessThan(0.2);
    expect(heavy!.high - heavy!.low).toBeCloseTo(two!.high - two!.low, 3);
  });
});

describe('several metrics at once', () => {
  test('have the intervals that each has alone', () => {
    const random = seededRandom(5);
    const target = Float64Array.from({ length: 60 }, () => random.normal());
    const prediction = target.map((value) => value + random.normal());
    const together = metricsWithIntervals({ rmse: rmseMetric, mae: maeMetric }, target, prediction);
    expect(together.rmse).toEqual(metricWithInterval(rmseMetric, target, prediction));
    expect(together.mae).toEqual(metricWithInterval(maeMetric, target, prediction));
  });
});
