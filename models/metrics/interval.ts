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
  return metricsWithIntervals({ metric }, target, prediction, options).metric;
}

/** Several metrics of the same predictions, each with its interval; the rows are drawn once for all. */
export function metricsWithIntervals<Name extends string>(
  metrics: Readonly<Record<Name, Metric>>,
  target: Float64Array,
  prediction: Float64Array,
  options: IntervalOptions = {},
): Record<Name, MetricWithInterval> {
  const names = Object.keys(metrics) as Name[];
  const measures = names.map((name) => metrics[name].prepare(target, prediction));
  const stratify = options.stratify ?? target.every((each) => each === 0 || each === 1);
  const intervals = bootstrap(
    (weights) => measures.map((measure) => measure(weights)),
    stratify ? target : new Float64Array(target.length),
    options,
  );
  return Object.fromEntries(names.map((name, index) => [name, intervals[index]!])) as Record<
    Name,
    MetricWithInterval
  >;
}

/**
 * Numbers that depend on row weights, with their intervals.
 * @param measure the same numbers in the same order for every weighting; NaN where a resample leaves one undefined
 * @param strata per row the part of the sample it is drawn from (all equal: the whole sample); each keeps its size
 */
export function bootstrap(
  measure: (weights: Float64Array) => readonly number[],
  strata: ArrayLike<number>,
  options: Omit<IntervalOptions, 'stratify'> = {},
): MetricWithInterval[] {
  const { resamples = 500, seed = 7 } = options;
  const base = options.weights ?? new Float64Array(strata.length).fill(1);
  const values = measure(base);
  const drawn = values.map((): number[] => []);
  const random = seededRandom(seed);
  const parts = partsOf(strata);
  const weights = new Float64Array(strata.length);
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (const rows of parts)
      for (let draw = 0; draw < rows.length; draw++) {
        const row = rows[Math.floor(random.uniform() * rows.length)]!;
        weights[row]! += base[row]!;
      }
    measure(weights).forEach((value, index) => {
      // A resample of one customer's rows alone can leave a metric undefined (r2 of a constant target).
      if (Number.isFinite(value)) drawn[index]!.push(value);
    });
  }
  return values.map((value, index) => {
    const sorted = drawn[index]!.sort((a, b) => a - b);
    return { value, low: quantile(sorted, 0.025) ?? value, high: quantile(sorted, 0.975) ?? value };
  });
}

function partsOf(strata: ArrayLike<number>): Int32Array[] {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < strata.length; row++) {
    const rows = rowsOf.get(strata[row]!);
    if (rows === undefined) rowsOf.set(strata[row]!, [row]);
    else rows.push(row);
  }
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
