import { describe, expect, test } from '@jest/globals';
import { brierDecomposition } from '../../../models/metrics/brierDecomposition.ts';
import type { CurvePoint } from '../../../models/metrics/curve.ts';
import { eceMetric } from '../../../models/metrics/ece.ts';
import { classificationMetrics } from '../../../models/metrics/evaluate.ts';
import { gainsCurve, liftMetric } from '../../../models/metrics/gains.ts';
import { giniCoefficient, giniMetric } from '../../../models/metrics/gini.ts';
import { maeMetric } from '../../../models/metrics/mae.ts';
import { type Metric, metricValue } from '../../../models/metrics/metric.ts';
import { evaluateMulticlass } from '../../../models/metrics/multiclass.ts';
import { precisionRecallCurve } from '../../../models/metrics/precisionRecallCurve.ts';
import { r2Metric } from '../../../models/metrics/r2.ts';
import { rmseMetric } from '../../../models/metrics/rmse.ts';
import { rocCurve } from '../../../models/metrics/rocCurve.ts';
import { tweedieDevianceMetric } from '../../../models/metrics/tweedieDeviance.ts';
import { wilsonInterval } from '../../../models/metrics/wilson.ts';
import { evaluateUplift } from '../../../models/uplift/evaluateUplift.ts';
import { upliftCurve } from '../../../models/uplift/upliftCurve.ts';
import { metricsReference as reference } from '../fixtures/metricsReference.ts';

const of = (values: readonly number[]) => Float64Array.from(values);
const label = of(reference.label);
const score = of(reference.score);
const fine = of(reference.fine);
const amount = of(reference.amount);
const predicted = of(reference.predicted);
const uplift = {
  treated: reference.treated,
  outcome: of(reference.outcome),
  score: of(reference.effectScore),
};

describe.each(['plain', 'weighted'] as const)('%s rows', (kind) => {
  const weights = kind === 'plain' ? new Float64Array(label.length).fill(1) : of(reference.weight);

  test.each(['auc', 'averagePrecision', 'logLoss', 'brier', 'accuracy'] as const)('%s', (name) => {
    const value = metricValue(classificationMetrics[name], label, score, weights);
    expect(value).toBeCloseTo(reference.binary[kind][name]!, 12);
  });

  test.each([
    ['roc', rocCurve],
    ['pr', precisionRecallCurve],
  ] as const)('%s curve', (name, curve) => {
    const points = curve(label, score, weights);
    const { x, y, threshold } = reference.binary[kind][name];
    expectPoints(points, x, y);
    const thresholds = points.map((point) => point.threshold).filter(Number.isFinite);
    expect(thresholds).toEqual(threshold);
  });

  test('lift', () => {
    for (const [share, expected] of Object.entries(reference.gains[kind])) {
      const lift = metricValue(liftMetric(Number(share)), label, score, weights);
      expect(lift).toBeCloseTo(expected / Number(share), 12);
    }
  });

  test('the gains curve passes through the gains', () => {
    const curve = gainsCurve(label, score, weights);
    for (const [share, expected] of Object.entries(reference.gains[kind])) {
      const after = curve.findIndex(({ x }) => x >= Number(share));
      const [from, to] = [curve[after - 1]!, curve[after]!];
      const y = from.y + ((Number(share) - from.x) / (to.x - from.x)) * (to.y - from.y);
      expect(y).toBeCloseTo(expected, 12);
    }
  });

  test.each([
    ['coarse', score],
    ['fine', fine],
  ] as const)('parts of the Brier score of %s probabilities', (name, probability) => {
    const { ece, ...expected } = reference.brier[kind][name];
    const parts = brierDecomposition(label, probability, weights);
    for (const [part, value] of Object.entries(expected))
      expect(parts[part as keyof typeof parts]).toBeCloseTo(value, 12);
    expect(metricValue(eceMetric, label, probability, weights)).toBeCloseTo(ece!, 12);
    const sum =
      parts.reliability -
      parts.resolution +
      parts.uncertainty +
      parts.withinBinVariance -
      parts.withinBinCovariance;
    expect(sum).toBeCloseTo(parts.brier, 12);
  });

  const metrics: readonly Metric[] = [
    rmseMetric,
    maeMetric,
    r2Metric,
    tweedieDevianceMetric(1),
    tweedieDevianceMetric(1.5),
    tweedieDevianceMetric(0),
  ];
  test.each(metrics.map((metric) => [metric.name, metric] as const))('%s', (name, metric) => {
    const value = metricValue(metric, amount, predicted, weights);
    // Squared errors run to 1e4, so the last digits of a double are about 1e-12 of them.
    expect(value / reference.regression[kind][name]!).toBeCloseTo(1, 12);
  });

  test('gamma deviance of positive amounts', () => {
    const isPositive = (_: number, row: number) => amount[row]! > 0;
    const value = metricValue(
      tweedieDevianceMetric(2),
      amount.filter(isPositive),
      predicted.filter(isPositive),
      weights.filter(isPositive),
    );
    expect(value).toBeCloseTo(reference.regression[kind].gammaDevianceOfPositive!, 12);
  });

  test('Gini', () => {
    expect(giniCoefficient(amount, weights)).toBeCloseTo(reference.gini[kind].coefficient, 12);
    expect(metricValue(giniMetric, amount, predicted, weights)).toBeCloseTo(
      reference.gini[kind].normalised,
      12,
    );
    expect(metricValue(giniMetric, label, score, weights)).toBeCloseTo(reference.gini[kind].ofLabels, 12);
  });

  test('uplift', () => {
    const expected = reference.uplift[kind];
    const report = evaluateUplift(uplift, { weights, resamples: 10, shares: [0.3] });
    for (const name of ['averageEffect', 'qini', 'auuc'] as const)
      expect(report[name].value).toBeCloseTo(expected[name], 12);
    expect(report.effectAt[0]!.value).toBeCloseTo(expected.effectAt30, 12);
    for (const curve of ['qini', 'uplift'] as const)
      expectPoints(
        upliftCurve(uplift, curve, weights),
        expected[`${curve}Curve`].x,
        expected[`${curve}Curve`].y,
      );
  });

  test('several classes', () => {
    const report = evaluateMulticlass(
      { target: reference.target, probabilities: of(reference.probabilities), classCount: 3 },
      { weights, resamples: 10 },
    );
    for (const name of ['logLoss', 'accuracy', 'macroAuc'] as const)
      expect(report[name].value).toBeCloseTo(reference.multiclass[kind][name], 12);
  });
});

test.each(reference.wilson)("Wilson's interval of %d among %d", (cases, rows, low, high) => {
  const interval = wilsonInterval(cases / rows, rows);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

function expectPoints(points: readonly CurvePoint[], x: readonly number[], y: readonly number[]) {
  expect(points.length).toBe(x.length);
  points.forEach((point, index) => {
    expect(point.x).toBeCloseTo(x[index]!, 12);
    expect(point.y).toBeCloseTo(y[index]!, 12);
  });
}
