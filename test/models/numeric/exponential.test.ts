import { expect, test } from '@jest/globals';
import { exponential } from '../../../models/numeric/exponential.ts';

test('agrees with Math.exp to 4e-16', () => {
  for (let x = -700; x < 700; x += 0.0937)
    expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(4.5e-16);
  expect(exponential(0)).toBe(1);
});

test('is finite and positive however large its argument', () => {
  for (const x of [-1e9, -800, 800, 1e9, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(exponential(x)).toBeGreaterThan(0);
    expect(exponential(x)).toBeLessThan(Number.POSITIVE_INFINITY);
  }
});
