import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { numericMap } from '../../../models/neural/numericMap.ts';
import { piecewiseLinear } from '../../../models/neural/piecewiseLinear.ts';
import { normalQuantile } from '../../../models/numeric/normalQuantile.ts';

const random = seededRandom(4);
const ones = (values: Float64Array) => new Float64Array(values.length).fill(1);

test('a skewed column becomes nearly normal: mean 0, variance 1, quantiles in place', () => {
  const values = Float64Array.from({ length: 4000 }, () => Math.exp(2 * random.normal()));
  const { from, to } = numericMap(values, ones(values));
  expect(from.length).toBeLessThanOrEqual(32);
  const mapped = values.map((value) => piecewiseLinear(from, to, value)).sort();
  const mean = mapped.reduce((sum, value) => sum + value, 0) / mapped.length;
  const variance = mapped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / mapped.length;
  expect(mean).toBeCloseTo(0, 10);
  expect(variance).toBeCloseTo(1, 10);
  for (const share of [0.1, 0.25, 0.5, 0.75, 0.9])
    expect(Math.abs(mapped[Math.floor(share * mapped.length)]! - normalQuantile(share))).toBeLessThan(0.05);
});

test('order is kept, equal values stay equal, infinities are the ends', () => {
  const values = Float64Array.of(5, -1, 5, 1e300, 0, Number.NaN, Number.POSITIVE_INFINITY);
  const { from, to } = numericMap(values, ones(values));
  const at = (value: number) => piecewiseLinear(from, to, value);
  expect(at(-1)).toBeLessThan(at(0));
  expect(at(0)).toBeLessThan(at(5));
  expect(at(5)).toBeLessThan(at(1e300));
  expect(at(1e300)).toBe(at(Number.POSITIVE_INFINITY));
  expect(at(Number.NEGATIVE_INFINITY)).toBe(at(-1));
  expect([...to].every(Number.isFinite)).toBe(true);
});

test('a few outliers leave the rest its spread', () => {
  const values = Float64Array.from({ length: 2000 }, (_, row) => (row < 4 ? 1e9 : random.normal()));
  const { from, to } = numericMap(values, ones(values));
  expect(piecewiseLinear(from, to, 2.5) - piecewiseLinear(from, to, 1.5)).toBeGreaterThan(0.5);
});

test('weight 2 is the value twice, weight 0 no value', () => {
  const values = Float64Array.from({ length: 90 }, () => random.normal());
  const weights = values.map((_, row) => row % 3);
  const repeated = Float64Array.from(
    [...values].flatMap((value, row) => Array<number>(weights[row]!).fill(value)),
  );
  const weighted = numericMap(values, weights);
  const expected = numericMap(repeated, ones(repeated));
  expect(weighted.from).toEqual(expected.from);
  weighted.to.forEach((score, point) => {
    expect(score).toBeCloseTo(expected.to[point]!, 12);
  });
});

test('a constant column is 0', () => {
  const { from, to } = numericMap(Float64Array.of(7, 7), Float64Array.of(1, 1));
  expect(piecewiseLinear(from, to, 7)).toBe(0);
  expect(piecewiseLinear(from, to, 99)).toBe(0);
});

test('a row that weighs next to nothing lies at no infinity', () => {
  const { to } = numericMap(Float64Array.of(1, 2, 3), Float64Array.of(1e-12, 1e12, 1e-12));
  expect([...to].every(Number.isFinite)).toBe(true);
});
