const magic = 1.5 * 2 ** 52;
const log2High = 0.6931471803691238;
const log2Low = 1.9082149292705877e-10;

/**
 * e^x to 3e-16 relative for x in [-708, 708]; beyond, as at the bound. Only additions and multiplications in a fixed
 * order, so that every machine and the SIMD kernel give the same bits (Cody & Waite 1980 reduction, Taylor to x^12 by
 * Estrin's scheme).
 */
export function exponential(x: number): number {
  const bounded = Math.min(Math.max(x, -708), 708);
  const whole = bounded * Math.LOG2E + magic - magic;
  const rest = bounded - whole * log2High - whole * log2Low;
  const second = rest * rest;
  const fourth = second * second;
  const c0 = 1 + rest;
  const c2 = 1 / 2 + (1 / 6) * rest;
  const c4 = 1 / 24 + (1 / 120) * rest;
  const c6 = 1 / 720 + (1 / 5040) * rest;
  const c8 = 1 / 40320 + (1 / 362880) * rest;
  const c10 = 1 / 3628800 + (1 / 39916800) * rest;
  const low = c0 + c2 * second + (c4 + c6 * second) * fourth;
  const high = c8 + c10 * second + (1 / 479001600) * fourth;
  return (low + high * (fourth * fourth)) * 2 ** whole;
}
