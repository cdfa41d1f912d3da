import { seededRandom } from '../../base/random.ts';
import type { Metric } from './metric.ts';

/** A metric with its 95 % bootstrap interval. */
export interface MetricWithInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface IntervalOptions {
  readonly weights?: Float64Array;
  /** Default 500. */
  readonly resamples?: number;
  /** Default 7. */
  readonly seed?: number;
  /** Resample within the values of the target (for classes). Default: when the target is 0/1 only. */
  readonly stratify?: boolean;
}

/**
 * Percentile bootstrap (Efron 1979): rows are drawn with replacement, within each class for classification, and the
 * 2.5 % and 97.5 % quantiles of the metric are the interval. The same seed draws the same rows, so metrics of one
 * evaluation share their resamples.
 */
export function metricWithInterval(
  metric: Metric,
  target: Float64Array,
  prediction: Float64Array,
  options: IntervalOptions = {},
): MetricWithInterval {
  const { resamples = 500, seed = 7 } = options;
  const base = options.weights ?? new Float64Array(target.length).fill(1);
  const measure = metric.prepare(target, prediction);
  const value = measure(base);
  const stratify = options.stratify ?? target.every((each) => each === 0 || each === 1);
  const strata = strataOf(target, stratify);
  const random = seededRandom(seed);
  const weights = new Float64Array(target.length);
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (const rows of strata)
      for (let draw = 0; draw < rows.length; draw++) {
        const row = rows[Math.floor(random.uniform() * rows.length)]!;
        weights[row]! += base[row]!;
      }
    const drawn = measure(weights);
    // A resample of one customer's rows alone can leave a metric undefined (r2 of a constant target).
    if (Number.isFinite(drawn)) values.push(drawn);
  }
  values.sort((a, b) => a - b);
  return { value, low: quantile(values, 0.025) ?? value, high: quantile(values, 0.975) ?? value };
}

function strataOf(target: Float64Array, stratify: boolean): Int32Array[] {
  const rowsOf = new Map<number, number[]>();
  target.forEach((value, row) => {
    const key = stratify ? value : 0;
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  });
  return [...rowsOf.values()].map((rows) => Int32Array.from(rows));
}

/** Linear interpolation between order statistics. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  const position = share * (sorted.length - 1);
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  return low === undefined || high === undefined
    ? undefined
    : low + (position - Math.floor(position)) * (high - low);
}
