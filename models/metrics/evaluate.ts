import { accuracyMetric } from './accuracy.ts';
import { aucMetric } from './auc.ts';
import { averagePrecisionMetric } from './averagePrecision.ts';
import { brierMetric } from './brier.ts';
import { eceMetric } from './ece.ts';
import { type IntervalOptions, type MetricWithInterval, metricsWithIntervals } from './interval.ts';
import { logLossMetric } from './logLoss.ts';
import { maeMetric } from './mae.ts';
import { r2Metric } from './r2.ts';
import { rmseMetric } from './rmse.ts';

export const classificationMetrics = {
  auc: aucMetric,
  averagePrecision: averagePrecisionMetric,
  logLoss: logLossMetric,
  brier: brierMetric,
  ece: eceMetric,
  accuracy: accuracyMetric,
} as const;

const regressionMetrics = { rmse: rmseMetric, mae: maeMetric, r2: r2Metric } as const;

export type ClassificationReport = Readonly<Record<keyof typeof classificationMetrics, MetricWithInterval>>;
export type RegressionReport = Readonly<Record<keyof typeof regressionMetrics, MetricWithInterval>>;

/**
 * All classification metrics with 95 % intervals.
 * @throws Problem not_enough_data when only one class is there, invalid_input when a probability is outside [0, 1]
 */
export function evaluateClassification(
  target: Float64Array,
  probability: Float64Array,
  options: IntervalOptions = {},
): ClassificationReport {
  return metricsWithIntervals(classificationMetrics, target, probability, { stratify: true, ...options });
}

/** All regression metrics with 95 % intervals. */
export function evaluateRegression(
  target: Float64Array,
  prediction: Float64Array,
  options: IntervalOptions = {},
): RegressionReport {
  return metricsWithIntervals(regressionMetrics, target, prediction, { stratify: false, ...options });
}
