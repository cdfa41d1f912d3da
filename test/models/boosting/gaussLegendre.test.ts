import { expect, test } from '@jest/globals';
import { gaussLegendre } from '../../../models/boosting/gaussLegendre.ts';

test.each([1, 2, 3, 8, 25])('with %i points integrates the powers that it should, and no more', (count) => {
  const { points, weights } = gaussLegendre(count);
  const integral = (power: number) =>
    points.reduce((sum, point, index) => sum + weights[index]! * point ** power, 0);
  for (let power = 0; power < 2 * count; power++) expect(integral(power)).toBeCloseTo(1 / (power + 1), 13);
  if (count <= 3) expect(integral(2 * count)).not.toBeCloseTo(1 / (2 * count + 1), 5);
  expect(points.every((point) => point > 0 && point < 1)).toBe(true);
});
