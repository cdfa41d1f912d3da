import { bootstrap, type IntervalOptions, type MetricWithInterval } from '../metrics/interval.ts';
import { prepareUplift, type UpliftRows } from './upliftCurve.ts';

export interface UpliftReport {
  /** Difference of mean outcomes of the two arms, all rows; rows inversely to their propensity. */
  readonly averageEffect: MetricWithInterval;
  /** Area under the uplift curve, in outcome per row; averageEffect / 2 for a random order. */
  readonly auuc: MetricWithInterval;
  /** Area between the Qini curve and the straight line of a random order; 0 for a random order. */
  readonly qini: MetricWithInterval;
  /** Difference of mean outcomes of the arms among the best-scored rows, by share of rows. */
  readonly effectAt: readonly (MetricWithInterval & { readonly share: number })[];
}

/**
 * How well a score finds the people whom a treatment moves, with 95 % bootstrap intervals (each arm resampled,
 * rows with their propensities).
 * Areas by trapezoids under the curves of `upliftCurve`. The Qini coefficient is not divided by that of a perfect
 * order, which exists for 0/1 outcomes only. An order is better than random where `qini.low` is above 0.
 * @param options.shares of rows for `effectAt`; default 0.1, 0.3
 * @throws Problem not_enough_data when an arm is empty, invalid_input when `treated` is not 0/1 or a propensity not
 * between 0 and 1
 */
export function evaluateUplift(
  rows: UpliftRows,
  options: Omit<IntervalOptions, 'stratify'> & { readonly shares?: readonly number[] } = {},
): UpliftReport {
  const { shares = [0.1, 0.3] } = options;
  const stepsOf = prepareUplift(rows);
  const measure = (weights: Float64Array) => {
    const { share, qini, uplift, effect } = stepsOf(weights);
    const average = qini.at(-1)!;
    // The cut falls behind the run of ties that reaches it; rounding must not push it one run further.
    const effects = shares.map((wanted) => effect[share.findIndex((each) => each >= wanted - 1e-12)]!);
    return [average, areaUnder(share, uplift), areaUnder(share, qini) - average / 2, ...effects];
  };
  const [averageEffect, auuc, qini, ...effects] = bootstrap(
    measure,
    Float64Array.from(rows.treated),
    options,
  );
  return {
    averageEffect: averageEffect!,
    auuc: auuc!,
    qini: qini!,
    effectAt: shares.map((share, index) => ({ share, ...effects[index]! })),
  };
}

/** By trapezoids, from (0, 0). */
function areaUnder(x: Float64Array, y: Float64Array): number {
  let area = (x[0]! * y[0]!) / 2;
  for (let step = 1; step < x.length; step++)
    area += ((x[step]! - x[step - 1]!) * (y[step - 1]! + y[step]!)) / 2;
  return area;
}
