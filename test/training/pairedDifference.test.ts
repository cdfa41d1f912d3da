import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { pairedDifference } from '../../training/pairedDifference.ts';

describe('pairedDifference', () => {
  const subjects = Array.from({ length: 300 }, (_, row) => `s${row}`);

  test('is exact when the difference is constant', () => {
    const losses = subjects.map((_, row) => row / 300);
    const difference = pairedDifference(
      losses.map((loss) => loss - 0.25),
      losses,
      subjects,
    );
    for (const value of Object.values(difference)) expect(value).toBeCloseTo(-0.25, 12);
  });

  test('repeating every row of a subject does not narrow the interval', () => {
    const random = seededRandom(5);
    const candidate = subjects.map(() => random.normal());
    const rival = subjects.map(() => random.normal());
    const once = pairedDifference(candidate, rival, subjects);
    const nine = Array.from({ length: 9 });
    const often = pairedDifference(
      nine.flatMap(() => candidate),
      nine.flatMap(() => rival),
      nine.flatMap(() => subjects),
    );
    expect(often.high - often.low).toBeCloseTo(once.high - once.low, 10);
    // Taken for independent rows, the interval would be a third as wide.
    const naive = pairedDifference(
      nine.flatMap(() => candidate),
      nine.flatMap(() => rival),
      nine.flatMap((_, copy) => subjects.map((subject) => `${subject} ${copy}`)),
    );
    expect(naive.high - naive.low).toBeLessThan((once.high - once.low) / 2);
  });

  test('the same seed gives the same interval', () => {
    const losses = subjects.map((_, row) => Math.sin(row));
    const zero = subjects.map(() => 0);
    expect(pairedDifference(losses, zero, subjects)).toEqual(pairedDifference(losses, zero, subjects));
  });
});
