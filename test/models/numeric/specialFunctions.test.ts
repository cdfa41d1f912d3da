import { describe, expect, test } from '@jest/globals';
import { digamma } from '../../../models/numeric/digamma.ts';
import { scaledHypergeometric } from '../../../models/numeric/hypergeometric.ts';
import { logGamma } from '../../../models/numeric/logGamma.ts';
import { log1pExp, logit, sigmoid } from '../../../models/numeric/sigmoid.ts';

const relative = (received: number, expected: number) =>
  Math.abs(received - expected) / Math.max(1, Math.abs(expected));

describe('logGamma', () => {
  test.each([
    [0.5, 0.5 * Math.log(Math.PI)],
    [1, 0],
    [2, 0],
    [1e-8, 18.420680738180209],
    [10, Math.log(362880)],
    [1000.5, 5908.674175848678],
  ])('of %d', (x, expected) => {
    expect(relative(logGamma(x), expected)).toBeLessThan(2e-14);
  });

  test('obeys its recurrence everywhere', () => {
    for (let x = 0.01; x < 60; x += 0.37)
      expect(relative(logGamma(x + 1), logGamma(x) + Math.log(x))).toBeLessThan(1e-13);
  });
});

describe('digamma', () => {
  test('at 1 is minus the Euler-Mascheroni constant', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 14);
  });

  test('is the derivative of logGamma', () => {
    for (let x = 0.3; x < 30; x += 0.71) {
      const step = 1e-4;
      // The central difference is good to about step squared times the third derivative.
      expect(digamma(x)).toBeCloseTo((logGamma(x + step) - logGamma(x - step)) / (2 * step), 5);
    }
  });
});

describe('scaledHypergeometric', () => {
  test('agrees with the closed forms', () => {
    // 2F1(1, 1; 2; z) = -ln(1 - z) / z and 2F1(a, b; b; z) = (1 - z)^-a
    expect(scaledHypergeometric(1, 1, 2, 0.5, 0)).toBeCloseTo(2 * Math.LN2, 14);
    expect(scaledHypergeometric(3.7, 2.2, 2.2, 0.8, 3.7)).toBeCloseTo(1, 13);
    expect(scaledHypergeometric(1, 2, 3, 0, 5)).toBe(1);
  });

  test('obeys the Euler transformation close to 1', () => {
    const [a, b, c, z] = [0.6, 0.9, 2.8, 0.995];
    const direct = scaledHypergeometric(a, b, c, z, 0);
    expect(relative(direct, scaledHypergeometric(c - a, c - b, c, z, c - a - b))).toBeLessThan(1e-11);
  });

  test('sums on after the sign change that c below 0 brings', () => {
    // Gauss's contiguous relation (c - a) F(c + 1) = c F(c) - a (1 - z) F(a + 1, c + 1), from values with c above 0.
    const [a, b, c, z] = [0.5, 0.4, -0.3, 0.45];
    const above = (first: number) => scaledHypergeometric(first, b, c + 1, z, 0);
    const expected = ((c - a) * above(a) + a * above(a + 1)) / c;
    expect(scaledHypergeometric(a, b, c, z, 0)).toBeCloseTo(expected, 12);
  });

  test('does not overflow where the product is ordinary', () => {
    expect(scaledHypergeometric(900, 5, 5, 0.9, 900)).toBeCloseTo(1, 10);
  });
});

test('sigmoid, its inverse and log1pExp hold at the ends', () => {
  expect(sigmoid(-800)).toBe(0);
  expect(sigmoid(800)).toBe(1);
  expect(logit(sigmoid(3.3))).toBeCloseTo(3.3, 13);
  expect(log1pExp(800)).toBe(800);
  expect(log1pExp(-800)).toBe(0);
  expect(log1pExp(0)).toBe(Math.LN2);
});
