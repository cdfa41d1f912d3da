import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { auc, aucMetric } from '../../../models/metrics/auc.ts';
import { averagePrecision } from '../../../models/metrics/averagePrecision.ts';
import { ece } from '../../../models/metrics/ece.ts';
import { reliabilityBins } from '../../../models/metrics/equalMassBins.ts';
import {
  classificationMetrics,
  evaluateClassification,
  evaluateRegression,
} from '../../../models/metrics/evaluate.ts';
import { metricWithInterval } from '../../../models/metrics/interval.ts';
import { logLoss } from '../../../models/metrics/logLoss.ts';
import { metricValue } from '../../../models/metrics/metric.ts';
import { rmseMetric } from '../../../models/metrics/rmse.ts';
import { scikitLearn } from '../fixtures/scikitLearn.ts';

const label = Float64Array.from(scikitLearn.label);
const score = Float64Array.from(scikitLearn.score);
const weight = Float64Array.from(scikitLearn.weight);

describe('against scikit-learn', () => {
  test.each(['auc', 'averagePrecision', 'logLoss', 'brier', 'accuracy'] as const)('%s', (name) => {
    const metric = classificationMetrics[name];
    expect(metricValue(metric, label, score)).toBeCloseTo(scikitLearn.metrics[name], 12);
    expect(metricValue(metric, label, score, weight)).toBeCloseTo(scikitLearn.weightedMetrics[name], 12);
  });

  test('regression', () => {
    const { prediction, ...expected } = scikitLearn.regression;
    const report = evaluateRegression(Float64Array.from(scikitLearn.value), Float64Array.from(prediction), {
      resamples: 20,
    });
    for (const name of ['rmse', 'mae', 'r2'] as const)
      expect(report[name].value).toBeCloseTo(expected[name], 12);
  });

  test('ece', () => {
    const { probability, outcome, ece: expected } = scikitLearn.calibration;
    expect(ece(Float64Array.from(outcome), Float64Array.from(probability))).toBeCloseTo(expected, 12);
  });
});

describe('by hand', () => {
  test('tied scores count half in auc', () => {
    expect(auc(Float64Array.of(0, 1, 0, 1), Float64Array.of(0.5, 0.5, 0.1, 0.9))).toBe(0.875);
    expect(auc(Float64Array.of(0, 1), Float64Array.of(0.3, 0.3))).toBe(0.5);
  });

  test('average precision of a perfect ranking is 1, of a constant score the base rate', () => {
    expect(averagePrecision(Float64Array.of(0, 1, 1), Float64Array.of(1, 2, 3))).toBe(1);
    expect(averagePrecision(Float64Array.of(0, 1, 0, 0), Float64Array.of(2, 2, 2, 2))).toBe(0.25);
  });

  test('log-loss of certain error is finite', () => {
    expect(logLoss(Float64Array.of(1), Float64Array.of(0))).toBeCloseTo(-Math.log(1e-15), 10);
  });

  test('equal probabilities fall into one reliability bin', () => {
    const bins = reliabilityBins(Float64Array.of(0, 1, 1, 1), Float64Array.of(0.5, 0.5, 0.5, 0.5));
    expect(bins).toEqual([expect.objectContaining({ weight: 4, meanProbability: 0.5, observedShare: 0.75 })]);
  });
});

describe('what cannot be measured', () => {
  const some = Float64Array.of(0.2, 0.7);
  test.each([
    ['one class', () => auc(Float64Array.of(1, 1), some), 'not_enough_data'],
    ['no row', () => auc(new Float64Array(), new Float64Array()), 'not_enough_data'],
    ['unequal lengths', () => auc(Float64Array.of(1), some), 'invalid_input'],
    [
      'a probability above 1',
      () => logLoss(Float64Array.of(0, 1), Float64Array.of(0.2, 1.2)),
      'invalid_input',
    ],
    ['a NaN score', () => auc(Float64Array.of(0, 1), Float64Array.of(Number.NaN, 1)), 'invalid_input'],
    ['a label 2', () => logLoss(Float64Array.of(0, 2), some), 'invalid_input'],
    ['r2 of a constant', () => evaluateRegression(Float64Array.of(3, 3), some), 'not_enough_data'],
  ])('%s', (_, measure, code) => {
    expect(measure).toThrow(expect.objectContaining({ code }));
  });
});

describe('intervals', () => {
  test('hold the value, repeat with the seed and change with it', () => {
    const first = evaluateClassification(label, score, { resamples: 200 });
    for (const { value, low, high } of Object.values(first)) {
      expect(low).toBeLessThan(high);
      expect(high).toBeGreaterThanOrEqual(value);
    }
    expect(evaluateClassification(label, score, { resamples: 200 })).toEqual(first);
    expect(evaluateClassification(label, score, { resamples: 200, seed: 8 })).not.toEqual(first);
  });

  test('cover the truth about as often as they say', () => {
    // Normal errors of variance 4: the true rmse is 2. 120 samples of 80 rows; the binomial spread of the coverage
    // is 2 points, and the percentile bootstrap is known to cover a little less than 95 % at this size.
    let covered = 0;
    for (let sample = 0; sample < 120; sample++) {
      const random = seededRandom(1000 + sample);
      const errors = Float64Array.from({ length: 80 }, () => 2 * random.normal());
      const { low, high } = metricWithInterval(rmseMetric, errors, new Float64Array(80), { resamples: 200 });
      if (low <= 2 && 2 <= high) covered++;
    }
    expect(covered / 120).toBeGreaterThan(0.85);
    expect(covered / 120).toBeLessThan(0.995);
  });

  test('narrow as rows are added', () => {
    const width = (rows: number) => {
      const random = seededRandom(5);
      const target = Float64Array.from({ length: rows }, () => random.integer(2));
      const predicted = target.map((value) => value + random.normal());
      const { low, high } = metricWithInterval(aucMetric, target, predicted, { resamples: 100 });
      return high - low;
    };
    expect(width(4000)).toBeLessThan(width(400) / 2);
  });
});
