import { expect, test } from '@jest/globals';
import { classFactors, timesFactors, withClassWeights } from '../../models/classWeights.ts';

const target = [0, 1, 1, 2];
const weights = Float64Array.of(2, 1, 1, 4);
const classes = ['a', 'b', 'c', 'd'];

test('balanced classes weigh the same together, and the total stays', () => {
  const weighed = withClassWeights(weights, target, classes, 'balanced');
  const total = [0, 0, 0];
  weighed.forEach((weight, row) => {
    total[target[row]!]! += weight;
  });
  for (const each of total) expect(each).toBeCloseTo(8 / 3, 12);
});

test('other rows are multiplied as those learned from, whatever their shares', () => {
  const factors = classFactors(weights, target, classes, 'balanced');
  const weighed = timesFactors(Float64Array.of(1, 1, 1), [0, 2, 2], factors);
  [4 / 3, 2 / 3, 2 / 3].forEach((each, row) => {
    expect(weighed[row]).toBeCloseTo(each, 12);
  });
});

test('a map multiplies the classes it names', () => {
  expect(withClassWeights(weights, target, classes, { b: 3, d: 9 })).toEqual(Float64Array.of(2, 3, 3, 4));
  expect(withClassWeights(weights, target, classes, undefined)).toBe(weights);
});
