const magic = 1.5 * 2 ** 52;
const log2High = 0.6931471803691238;
const log2Low = 1.9082149292705877e-10;
const perLog2 = Math.LOG2E;
/** 1/k! for k = 13 down to 0. */
const coefficients = [
  1 / 6227020800,
  1 / 479001600,
  1 / 39916800,
  1 / 3628800,
  1 / 362880,
  1 / 40320,
  1 / 5040,
  1 / 720,
  1 / 120,
  1 / 24,
  1 / 6,
  1 / 2,
  1,
  1,
] as const;

/**
 * e^x to 2e-16 relative for x in [-708, 708]; beyond, as at the bound. Only additions and multiplications in a fixed
 * order, so that every machine and the SIMD kernel give the same bits (Cody & Waite 1980 reduction, Taylor to x^13).
 */
export function exponential(x: number): number {
  const bounded = Math.min(Math.max(x, -708), 708);
  const whole = bounded * perLog2 + magic - magic;
  const rest = bounded - whole * log2High - whole * log2Low;
  let sum: number = coefficients[0];
  for (let index = 1; index < coefficients.length; index++) sum = sum * rest + coefficients[index]!;
  return sum * 2 ** whole;
}
