import { describe, expect, test } from '@jest/globals';
import { ValueCounts } from '../../../models/linking/valueCounts.ts';

describe('ValueCounts', () => {
  test('a common value is as frequent as it looks, a personal one far rarer', () => {
    const counts = new ValueCounts();
    for (let customer = 0; customer < 1000; customer++) counts.add(customer + 1);
    for (let customer = 0; customer < 100; customer++) counts.add(0);
    expect(counts.frequency(0, 1000)).toBeCloseTo(0.1, 2);
    expect(counts.frequency(7, 1000)).toBeLessThan(1e-5);
    expect(counts.frequency(7, 1000)).toBeGreaterThan(0);
  });

  test('the discount is n1 / (n1 + 2 n2)', () => {
    const counts = new ValueCounts();
    for (const value of [0, 1, 2, 3, 3]) counts.add(value);
    // Three values once, one twice; one more in the denominator keeps the frequency above 0.
    expect(counts.frequency(0, 5)).toBeCloseTo((1 - 3 / 6) / 5, 12);
  });

  test('removing takes back what adding did', () => {
    const counts = new ValueCounts();
    for (const value of [0, 1, 1]) counts.add(value);
    const before = counts.frequency(1, 3);
    counts.add(0);
    counts.add(2);
    counts.remove(2);
    counts.remove(0);
    expect(counts.frequency(1, 3)).toBe(before);
    expect(counts.count(2)).toBe(0);
  });
});
