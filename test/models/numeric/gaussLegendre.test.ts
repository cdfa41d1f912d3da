import { expect, test } from '@jest/globals';
import { gaussLegendre } from '../../../models/numeric/gaussLegendre.ts';

test.each([1, 2, 3, 8, 25])('with %i nodes integrates the powers that it should, and no more', (size) => {
  const { nodes, weights } = gaussLegendre(size);
  const integral = (power: number) =>
    nodes.reduce((sum, node, index) => sum + weights[index]! * node ** power, 0);
  for (let power = 0; power < 2 * size; power++)
    expect(integral(power)).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 13);
  if (size <= 3) expect(integral(2 * size)).not.toBeCloseTo(2 / (2 * size + 1), 5);
  expect(nodes.every((node) => node > -1 && node < 1)).toBe(true);
});
