import { expect, test } from '@jest/globals';
import { topReasons } from '../../models/reason.ts';

const explanation = {
  baseline: 0,
  contributions: [
    { feature: 'quiet', value: 1, effect: 0 },
    { feature: 'small', value: 'x', effect: 0.1 },
    { feature: 'large', value: null, effect: -2 },
    { feature: 'b', value: 1.23456789, effect: 1 },
    { feature: 'a', value: 3, effect: 1 },
  ],
};

test('the strongest come first, whatever their sign, and silent features are left out', () => {
  expect(topReasons(explanation).map(({ feature }) => feature)).toEqual(['large', 'a', 'b', 'small']);
  expect(topReasons(explanation, undefined, 1)).toEqual([
    { feature: 'large', value: null, effect: -2, text: 'large = missing lowers the score by 2.00' },
  ]);
});

test('a task may word its reasons itself', () => {
  expect(topReasons(explanation, ({ feature }) => feature.toUpperCase(), 2)[1]!.text).toBe('A');
});
