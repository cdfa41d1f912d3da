import { Problem } from '../../base/problem.ts';
import { fitGroupQuantiles, type GroupQuantiles, quantileFor } from './groupQuantiles.ts';

/**
 * What calibration knows of each row.
 * - absolute: intervals of the same width for all rows;
 * - normalised: widths in proportion to a spread (> 0) predicted for each row;
 * - quantile: a lower and an upper predicted quantile, moved out or in by the same amount.
 */
export type IntervalPrediction =
  | { readonly method: 'absolute'; readonly value: number }
  | { readonly method: 'normalised'; readonly value: number; readonly spread: number }
  | { readonly method: 'quantile'; readonly lower: number; readonly upper: number };

export type IntervalMethod = IntervalPrediction['method'];

/** Calibrated interval widths. Plain data. */
export interface ConformalIntervals {
  readonly kind: 'conformal-intervals';
  readonly method: IntervalMethod;
  readonly quantiles: GroupQuantiles;
}

export interface Interval {
  /** -Infinity and Infinity when there are too few calibration rows for the promised coverage. */
  readonly low: number;
  readonly high: number;
}

/**
 * Split conformal prediction intervals: a further row's target lies inside with probability at least 1 - error.
 * Absolute residuals and locally weighted ones: Lei et al. (2018), JASA 113, 1094-1111, sections 2.2 and 5.2;
 * quantiles: Romano, Patterson & Candes (2019), Conformalized quantile regression, NeurIPS, eq. 6-8.
 * @param rows targets and predictions of models that did not see the rows
 * @param groups promise coverage within each group (see groupQuantiles.ts)
 * @throws Problem not_enough_data without rows, invalid_input for mixed methods, NaN, or a spread that is not positive
 */
export function fitConformalIntervals(
  rows: readonly { readonly target: number; readonly prediction: IntervalPrediction }[],
  error: number,
  groups?: readonly string[],
): ConformalIntervals {
  const method = rows[0]?.prediction.method;
  if (method === undefined) throw new Problem('not_enough_data', 'There is no row to calibrate on.');
  const scores = Float64Array.from(rows, ({ target, prediction }) => {
    if (prediction.method !== method)
      throw new Problem('invalid_input', `Predictions are both ${method} and ${prediction.method}.`);
    return nonconformity(target, prediction);
  });
  return { kind: 'conformal-intervals', method, quantiles: fitGroupQuantiles(scores, error, groups) };
}

/** The interval around one prediction, which must be of the method calibrated for. */
export function conformalInterval(
  { method, quantiles }: ConformalIntervals,
  prediction: IntervalPrediction,
  group?: string,
): Interval {
  if (prediction.method !== method)
    throw new Problem('invalid_input', `Calibrated for ${method}, but given ${prediction.method}.`);
  const reach = quantileFor(quantiles, group);
  if (prediction.method === 'absolute')
    return { low: prediction.value - reach, high: prediction.value + reach };
  if (prediction.method === 'normalised') {
    checkSpread(prediction.spread);
    return {
      low: prediction.value - reach * prediction.spread,
      high: prediction.value + reach * prediction.spread,
    };
  }
  const low = prediction.lower - reach;
  const high = prediction.upper + reach;
  // Too wide quantiles are moved in; where they would cross, nothing but their middle is left.
  return low <= high ? { low, high } : { low: (low + high) / 2, high: (low + high) / 2 };
}

function nonconformity(target: number, prediction: IntervalPrediction): number {
  if (prediction.method === 'absolute') return Math.abs(target - prediction.value);
  if (prediction.method === 'quantile') return Math.max(prediction.lower - target, target - prediction.upper);
  checkSpread(prediction.spread);
  return Math.abs(target - prediction.value) / prediction.spread;
}

function checkSpread(spread: number): void {
  if (!(spread > 0))
    throw new Problem('invalid_input', `A predicted spread must be positive, not ${spread}.`);
}
