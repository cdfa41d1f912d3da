import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExactSum } from '../../../features/engine/exactSum.ts';
import { Slope } from '../../../features/engine/slope.ts';
import { exactSlope, exactSum } from '../exactArithmetic.ts';

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }),
  fc.integer({ min: -1e6, max: 1e6 }).map((cents) => cents / 100),
);

describe('an exact sum', () => {
  test('is the true sum, rounded once', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 30 }), (numbers) => {
        const sum = new ExactSum();
        for (const each of numbers) sum.add(each);
        expect(sum.value() + 0).toBe(exactSum(numbers) + 0);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('forgets what is taken out, to the bit', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 20 }), fc.array(number, { maxLength: 20 }), (kept, gone) => {
        const sum = new ExactSum();
        for (const each of gone) sum.add(each);
        for (const each of kept) sum.add(each);
        for (const each of gone.toReversed()) sum.add(-each);
        expect(sum.value() + 0).toBe(exactSum(kept) + 0);
      }),
      { numRuns: 200, seed: 2 },
    );
    // What a running total in doubles makes of it.
    expect(1e17 + 0.1 - 1e17).not.toBe(0.1);
  });
});

describe('a slope', () => {
  const times = fc.integer({ min: 0, max: 2e11 }).map((offset) => Date.UTC(2020, 0, 1) + offset);
  const points = fc.array(
    fc.tuple(
      times,
      fc.integer({ min: -1e6, max: 1e6 }).map((c) => c / 100),
    ),
    {
      maxLength: 20,
    },
  );

  test('is that of exact arithmetic', () => {
    fc.assert(
      fc.property(points, points, (kept, gone) => {
        const slope = new Slope();
        for (const [time, value] of [...gone, ...kept]) slope.add(time, value, 1);
        for (const [time, value] of gone) slope.add(time, value, -1);
        const value = slope.value(kept.length) * 86_400_000;
        expect(Number.isNaN(value) ? null : value + 0).toBe(
          ((expected) => (expected === null ? null : expected + 0))(exactSlope(kept)),
        );
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test('of a constant is nothing, not rounding error', () => {
    const slope = new Slope();
    for (let day = 0; day < 9; day++) slope.add(Date.UTC(2025, 0, 1) + day * 86_400_001, 0.1, 1);
    expect(slope.value(9)).toBe(0);
  });
});
