import { bootstrap, type IntervalOptions, type MetricWithInterval } from './interval.ts';
import { prepareUpliftWalk, type UpliftRows } from './upliftCurve.ts';

export interface UpliftReport {
  /** Difference of mean outcomes of the two arms, all rows. */
  readonly averageEffect: MetricWithInterval;
  /** Area under the uplift curve, in outcome per row; averageEffect / 2 for a random order. */
  readonly auuc: MetricWithInterval;
  /** Area between the Qini curve and the straight line of a random order; 0 for a random order. */
  readonly qini: MetricWithInterval;
  /** Difference of mean outcomes of the arms among the best-scored rows, by share of rows. */
  readonly effectAt: readonly (MetricWithInterval & { readonly share: number })[];
}

/**
 * How well a score finds the people whom a treatment moves, with 95 % bootstrap intervals (each arm resampled).
 * Areas by trapezoids under the curves of `upliftCurve`. The Qini coefficient is not divided by that of a perfect
 * order, which exists for 0/1 outcomes only. An order is better than random where `qini.low` is above 0.
 * @param options.shares of rows for `effectAt`; default 0.1, 0.3
 * @throws Problem not_enough_data when an arm is empty, invalid_input when `treated` is not 0/1
 */
export function evaluateUplift(
  rows: UpliftRows,
  options: Omit<IntervalOptions, 'stratify'> & { readonly shares?: readonly number[] } = {},
): UpliftReport {
  const { shares = [0.1, 0.3] } = options;
  const walk = prepareUpliftWalk(rows);
  const measure = (weights: Float64Array) => {
    let [share, qini, uplift, qiniArea, auuc] = [0, 0, 0, 0, 0];
    const atShares = shares.map(() => Number.NaN);
    walk(weights, (step) => {
      const width = step.share - share;
      qiniArea += (width * (qini + step.qini)) / 2;
      auuc += (width * (uplift + step.uplift)) / 2;
      // The cut falls behind the run of ties that reaches it; rounding must not push it one run further.
      shares.forEach((wanted, index) => {
        if (share < wanted - 1e-12 && step.share >= wanted - 1e-12) atShares[index] = step.effect;
      });
      share = step.share;
      qini = step.qini;
      uplift = step.uplift;
    });
    return [qini, auuc, qiniArea - qini / 2, ...atShares];
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
