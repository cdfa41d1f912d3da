import type { Uniform } from './stream.ts';

/** True with probability p. */
export function chance(random: Uniform, p: number): boolean {
  return random() < p;
}

/** Uniform integer in [low, high]. */
export function between(random: Uniform, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** One item, all equally likely. Throws RangeError on an empty list. */
export function pick<T>(random: Uniform, items: readonly T[]): T {
  if (items.length === 0) throw new RangeError('pick needs at least one item');
  return items[Math.floor(random() * items.length)] as T;
}

/** One key, in proportion to its weight. Throws RangeError unless a weight is positive. */
export function pickWeighted<K extends string>(random: Uniform, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('pickWeighted needs a positive weight');
  let left = random() * total;
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries.findLast(([, weight]) => weight > 0)?.[0] as K;
}

/** An index of `weights`, in proportion to its weight. */
export function pickIndex(random: Uniform, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] as number;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/**
 * One item of a list ordered from common to rare: weight 1 / (rank + offset). With offset 4 the commonest of
 * 200 names is about 25 times as frequent as the rarest, much like German surnames.
 */
export function pickByRank<T>(random: Uniform, items: readonly T[], offset = 4): T {
  if (items.length === 0) throw new RangeError('pickByRank needs at least one item');
  // Inverse of the continuous cumulative weight log((rank + offset) / offset).
  const rank = Math.floor(offset * ((items.length + offset) / offset) ** random() - offset);
  return items[Math.min(rank, items.length - 1)] as T;
}

export function normal(random: Uniform, mean = 0, deviation = 1): number {
  return mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Lognormal with the given median. */
export function lognormal(random: Uniform, median: number, sigma: number): number {
  return median * Math.exp(normal(random, 0, sigma));
}

export function exponential(random: Uniform, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** Gamma with the given shape and mean (Marsaglia and Tsang 2000). */
export function gamma(random: Uniform, shape: number, mean: number): number {
  if (shape < 1) {
    const boost = (1 - random()) ** (1 / shape);
    return (gamma(random, shape + 1, shape + 1) * boost * mean) / shape;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return (d * v * mean) / shape;
    }
  }
}

/** Beta with the given mean; `size` is the sum of its two shapes (small: most people are at the extremes). */
export function beta(random: Uniform, mean: number, size: number): number {
  const a = gamma(random, mean * size, mean * size);
  const b = gamma(random, (1 - mean) * size, (1 - mean) * size);
  return a + b === 0 ? mean : a / (a + b);
}
