import type { Measured, Metrics } from './report.ts';

/** What the units of one arm have shown. */
export interface ArmShowing {
  readonly units: number;
  readonly metrics: Metrics;
}

/** What an experiment has shown so far. */
export interface ArmComparison {
  /** What is compared, per unit; smaller is better. */
  readonly loss: string;
  readonly champion: ArmShowing;
  readonly challenger: ArmShowing;
  /** Mean loss of the challenger's units minus that of the champion's. */
  readonly difference: Measured;
}

/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959964;

/**
 * The difference of two arms' mean losses with its 95 % interval. Units are independent: each met one arm.
 * The variance is the greater of Welch's (arms of unequal variance) and the pooled one (arms alike): a small
 * arm in which nothing has happened yet has no variance of its own, and would look certain. Without two units
 * in each arm the interval is infinite: nothing is known.
 */
export function armDifference(challenger: readonly number[], champion: readonly number[]): Measured {
  const a = moments(challenger);
  const b = moments(champion);
  if (challenger.length < 2 || champion.length < 2) {
    return { value: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  }
  const value = a.mean - b.mean;
  const [n, m] = [challenger.length, champion.length];
  const pooled = (a.variance * (n - 1) + b.variance * (m - 1)) / (n + m - 2);
  const reach = z * Math.sqrt(Math.max(a.variance / n + b.variance / m, pooled / n + pooled / m));
  return { value, low: value - reach, high: value + reach };
}

/** A mean with its 95 % interval. */
export function meanOf(values: readonly number[]): Measured {
  const { mean, variance } = moments(values);
  const reach = values.length < 2 ? Number.POSITIVE_INFINITY : z * Math.sqrt(variance / values.length);
  return { value: mean, low: mean - reach, high: mean + reach };
}

/** A share of `count` in `total` with Wilson's 95 % interval (1927); of nothing: anything from 0 to 1. */
export function shareOf(count: number, total: number): Measured {
  if (total === 0) return { value: 0, low: 0, high: 1 };
  const share = count / total;
  const middle = (share + z ** 2 / (2 * total)) / (1 + z ** 2 / total);
  const reach =
    (z / (1 + z ** 2 / total)) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length < 2 ? 0 : squares / (values.length - 1) };
}
