import { logGamma } from './logGamma.ts';

const maximumTerms = 10_000;

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1], by its continued fraction
 * (Abramowitz & Stegun 26.5.8) with Lentz's method, on the side of the mean where it ends quickly.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * fraction(x, a, b)) / a
    : 1 - (Math.exp(logFront) * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= maximumTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = c * d;
    result *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return result;
}
