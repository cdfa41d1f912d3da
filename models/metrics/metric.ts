import { Problem } from '../../base/problem.ts';

/** A metric once the rows are known: its value under row weights (resampling is a choice of weights). */
export type PreparedMetric = (weights: Float64Array) => number;

/**
 * A number that says how good predictions are.
 * `prepare` does the work that does not depend on weights, such as sorting.
 */
export interface Metric {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** @throws Problem invalid_input when the inputs are not of this metric's domain */
  prepare(target: Float64Array, prediction: Float64Array): PreparedMetric;
}

/** The metric of all rows, each with weight 1 unless given. */
export function metricValue(
  metric: Metric,
  target: Float64Array,
  prediction: Float64Array,
  weights?: Float64Array,
): number {
  return metric.prepare(target, prediction)(weights ?? new Float64Array(target.length).fill(1));
}

/**
 * Equal lengths, at least one row, finite numbers; for classification also targets 0/1 and predictions in [0, 1].
 * @throws Problem invalid_input or not_enough_data
 */
export function checkPredictions(
  target: Float64Array,
  prediction: Float64Array,
  domain: 'probability' | 'score' | 'value',
): void {
  if (target.length !== prediction.length)
    throw new Problem(
      'invalid_input',
      `${target.length} targets but ${prediction.length} predictions were given.`,
    );
  if (target.length === 0) throw new Problem('not_enough_data', 'There is no row to measure.');
  const badTarget = target.find((value) =>
    domain === 'value' ? !Number.isFinite(value) : value !== 0 && value !== 1,
  );
  if (badTarget !== undefined)
    throw new Problem('invalid_input', 'A target is outside the domain of this metric.', {
      findings: [
        {
          path: 'target',
          message: 'unusable',
          received: badTarget,
          allowed: domain === 'value' ? 'finite' : '0 or 1',
        },
      ],
    });
  const badPrediction = prediction.find((value) =>
    domain === 'probability'
      ? !(value >= 0 && value <= 1)
      : domain === 'score'
        ? Number.isNaN(value)
        : !Number.isFinite(value),
  );
  if (badPrediction !== undefined)
    throw new Problem('invalid_input', 'A prediction is outside the domain of this metric.', {
      findings: [
        { path: 'prediction', message: 'unusable', received: badPrediction, allowed: `a ${domain}` },
      ],
    });
}

/** Metrics that compare the classes need both. */
export function checkBothClasses(metric: string, target: Float64Array): void {
  if (!target.includes(0) || !target.includes(1))
    throw new Problem('not_enough_data', `${metric} needs rows of both classes; all are ${target[0]}.`, {
      remedy: 'Evaluate on rows of both classes.',
    });
}
