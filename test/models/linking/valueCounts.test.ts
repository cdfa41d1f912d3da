import { describe, expect, test } from '@jest/globals';
import { ValueCounts } from '../../../models/linking/valueCounts.ts';

describe('ValueCounts', () => {
  test('a common value is as frequent as it looks, a personal one far rarer', () => {
    const counts = new ValueCounts();
    for (let customer = 0; customer < 1000; customer++) counts.add(`personal ${customer}`);
    for (let customer = 0; customer < 100; customer++) counts.add('common');
    expect(counts.frequency('common', 1000)).toBeCloseTo(0.1, 2);
    expect(counts.frequency('personal 7', 1000)).toBeLessThan(1e-5);
    expect(counts.frequency('personal 7', 1000)).toBeGreaterThan(0);
  });

  test('the discount is n1 / (n1 + 2 n2)', () => {
    const counts = new ValueCounts();
    for (const value of ['a', 'b', 'c', 'd', 'd']) counts.add(value);
    // Three values once, one twice; one more in the denominator keeps the frequency above 0.
    expect(counts.frequency('a', 5)).toBeCloseTo((1 - 3 / 6) / 5, 12);
  });

  test('removing takes back what adding did', () => {
    const counts = new ValueCounts();
    for (const value of ['a', 'b', 'b']) counts.add(value);
    const before = counts.frequency('b', 3);
    counts.add('a');
    counts.add('c');
    counts.remove('c');
    counts.remove('a');
    expect(counts.frequency('b', 3)).toBe(before);
    expect(counts.count('c')).toBe(0);
  });
});
