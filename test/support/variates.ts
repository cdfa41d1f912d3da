import type { Random } from '../../base/random.ts';

export const exponential = (random: Random): number => -Math.log(1 - random.uniform());

/** Gamma with the given shape and scale 1 (Marsaglia & Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = random.normal();
    const cubed = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (cubed > 0 && Math.log(1 - random.uniform()) < normal ** 2 / 2 + d - d * cubed + d * Math.log(cubed))
      return d * cubed;
  }
}

export function beta(random: Random, a: number, b: number): number {
  const first = gamma(random, a);
  return first / (first + gamma(random, b));
}
