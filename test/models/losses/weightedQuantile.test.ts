import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { weightedQuantile } from '../../../models/losses/weightedQuantile.ts';
import { treesReference } from '../fixtures/treesReference.ts';

test('weighted quantiles are those of numpy (averaged inverted distribution) on repeated values', () => {
  const { values, weights, shares, quantiles } = treesReference.quantiles;
  shares.forEach((share, index) => {
    const found = weightedQuantile(Float64Array.from(values), Float64Array.from(weights), share);
    expect(found).toBeCloseTo(quantiles[index]!, 12);
  });
});

test.each([
  [[1, 2, 3, 4], [1, 1, 1, 1], 0.5, 2.5],
  [[4, 1, 3], [1, 1, 1], 0.5, 3],
  [[4, 1, 3], [0, 0, 1], 0.01, 3],
  [[1, 2], [0.1, 0.3], 0.25, 1.5],
])('of %j with weights %j at %d: %d', (values, weights, share, expected) => {
  expect(weightedQuantile(Float64Array.from(values), Float64Array.from(weights), share)).toBe(expected);
});

test('equal weights take a shorter way to the same value', () => {
  const random = seededRandom(6);
  for (let repeat = 0; repeat < 200; repeat++) {
    const values = Float64Array.from({ length: 1 + random.integer(20) }, () => random.integer(9));
    const share = (1 + random.integer(19)) / 20;
    const once = weightedQuantile(
      values,
      values.map(() => 0.5),
      share,
    );
    const twice = Float64Array.from([...values, ...values, 99]);
    const weights = twice.map((_, at) => (at < 2 * values.length ? 1 : 0));
    expect(once).toBe(weightedQuantile(twice, weights, share));
  }
});
