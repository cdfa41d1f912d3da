import type { Random } from '../../base/random.ts';

/** A gamma draw of shape > 0 and rate 1 (Marsaglia & Tsang 2000; shapes below 1 are boosted). */
export function gammaSample(random: Random, shape: number): number {
  if (shape < 1) return gammaSample(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** An exponential draw of rate 1. */
export const exponentialSample = (random: Random): number => -Math.log(1 - random.uniform());

/** A beta draw; both shapes > 0. */
export function betaSample(random: Random, a: number, b: number): number {
  const x = gammaSample(random, a);
  const y = gammaSample(random, b);
  return x + y > 0 ? x / (x + y) : a / (a + b);
}

/** A Poisson draw; above a mean of 50 the rounded normal approximation, off by less than the noise of any use here. */
export function poissonSample(random: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}
