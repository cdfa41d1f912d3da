import { describe, expect, test } from '@jest/globals';
import { binomialCdf, clopperPearsonUpper } from '../../../models/numeric/binomial.ts';
import { metricsReference } from '../fixtures/metricsReference.ts';

describe('against scipy', () => {
  // Log-gamma is right to 15 digits of numbers up to 1e6, whose difference makes the exponent: hence 1e-9.
  test.each(metricsReference.binomial)('P(X <= %d) of %d trials at %d', (k, n, p, expected) => {
    expect(binomialCdf(k, n, p) / expected).toBeCloseTo(1, 9);
  });

  test.each(metricsReference.clopperPearsonUpper)(
    'bound of %d among %d at error %d',
    (k, n, error, bound) => {
      expect(clopperPearsonUpper(k, n, error)).toBeCloseTo(bound, 9);
    },
  );
});

test('sums of the probabilities themselves', () => {
  let sum = 0;
  let term = 0.7 ** 12;
  for (let k = 0; k <= 12; k++) {
    sum += term;
    expect(binomialCdf(k, 12, 0.3)).toBeCloseTo(sum, 13);
    term *= ((12 - k) / (k + 1)) * (0.3 / 0.7);
  }
});

test('the ends', () => {
  expect(binomialCdf(-1, 5, 0.3)).toBe(0);
  expect(binomialCdf(5, 5, 0.3)).toBe(1);
  expect(clopperPearsonUpper(5, 5, 0.05)).toBe(1);
  expect(clopperPearsonUpper(0, 0, 0.05)).toBe(1);
});
