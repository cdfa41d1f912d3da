import { Problem } from '../../base/problem.ts';

// Bound once: in the context of a test runner a global costs more than the function itself.
const { abs, exp, log, log1p, max, sign } = Math;
const maximumTerms = 5_000_000;

/**
 * (1 - z)^power x 2F1(a, b; c; z) for a, b > 0, c > -1 and not 0, 0 <= z < 1, by the defining series. Its terms are
 * positive (but for the first when c < 0), so nothing cancels; the sum is rescaled as it grows, because 2F1 alone
 * overflows where the product is an ordinary number.
 * @throws Problem invalid_input when z is so close to 1 that the series does not end
 */
export function scaledHypergeometric(a: number, b: number, c: number, z: number, power: number): number {
  let term = 1;
  let sum = 1;
  let logScale = power * log1p(-z);
  for (let index = 0; index < maximumTerms; index++) {
    const factor = (((a + index) * (b + index)) / ((c + index) * (index + 1))) * z;
    term *= factor;
    sum += term;
    // Once terms shrink by a ratio below 1 the rest is at most term x ratio / (1 - ratio).
    const ratio = max(abs(factor), z);
    if (abs(term) * ratio <= 1e-17 * abs(sum) * (1 - ratio)) return sign(sum) * exp(log(abs(sum)) + logScale);
    if (abs(sum) > 1e200) {
      sum *= 1e-200;
      term *= 1e-200;
      logScale += 200 * Math.LN10;
    }
  }
  throw new Problem('invalid_input', `2F1 does not converge at z = ${z}.`, {
    remedy: 'Use a shorter horizon.',
  });
}
