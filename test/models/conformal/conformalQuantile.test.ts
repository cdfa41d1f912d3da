import { describe, expect, test } from '@jest/globals';
import { conformalQuantile } from '../../../models/conformal/conformalQuantile.ts';
import { simulate } from './simulation.ts';

describe('by hand', () => {
  test.each([
    // The (n + 1)(1 - error) of these are whole numbers in exact arithmetic.
    [9, 0.1, 9],
    [19, 0.05, 19],
    [29, 0.1, 27],
    [99, 0.01, 99],
    [4, 0.4, 3],
    // Rounded up.
    [10, 0.1, 10],
    [10, 0.5, 6],
  ])('of the scores 1 to %d at error %d: %d', (n, error, expected) => {
    const scores = Array.from({ length: n }, (_, index) => n - index);
    expect(conformalQuantile(scores, error)).toBe(expected);
  });

  test.each([
    [8, 0.1],
    [0, 0.5],
    [98, 0.01],
  ])('%d scores promise nothing at error %d', (n, error) => {
    expect(conformalQuantile(new Float64Array(n), error)).toBe(Number.POSITIVE_INFINITY);
  });

  test('what is no score or no error rate is refused', () => {
    expect(() => conformalQuantile([1, Number.NaN], 0.5)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    for (const error of [0, 1, -0.1, Number.NaN])
      expect(() => conformalQuantile([1], error)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('coverage', () => {
  /** Uniform scores: a quantile covers a further score with probability equal to itself. */
  const coverage = (n: number, quantile: (scores: Float64Array) => number) =>
    simulate(4000, (random) =>
      Math.min(1, quantile(Float64Array.from({ length: n }, () => random.uniform()))),
    );
  const withoutOne = (error: number) => (scores: Float64Array) =>
    scores.sort()[Math.ceil(scores.length * (1 - error) - 1e-9) - 1]!;

  test.each([
    [10, 0.1, 10 / 11],
    [20, 0.1, 19 / 21],
    [50, 0.2, 41 / 51],
  ])('of %d scores at error %d is %d, where the quantile of the sample falls short', (n, error, exact) => {
    const proper = coverage(n, (scores) => conformalQuantile(scores, error));
    expect(Math.abs(proper.mean - exact)).toBeLessThan(4 * proper.error);
    expect(exact).toBeGreaterThanOrEqual(1 - error);
    const mutant = coverage(n, withoutOne(error));
    expect(mutant.mean).toBeLessThan(1 - error - 4 * mutant.error);
  });
});
