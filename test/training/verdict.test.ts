import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { type ArmComparison, armDifference, shareOf } from '../../training/compareArms.ts';
import type { Measured } from '../../training/report.ts';
import { reachVerdict } from '../../training/verdict.ts';

const interval = (low: number, high: number): Measured => ({ value: (low + high) / 2, low, high });
const online = (difference: Measured, units = 500): ArmComparison => ({
  loss: 'Cost per call',
  champion: { units: 2000, metrics: {} },
  challenger: { units, metrics: {} },
  difference,
});

describe('reachVerdict', () => {
  test('promotes and retires on clear live evidence at once', () => {
    const evidence = { offline: null, days: 1 };
    expect(reachVerdict({ ...evidence, online: online(interval(-0.1, -0.01)) }).verdict).toBe('promote');
    expect(reachVerdict({ ...evidence, online: online(interval(0.01, 0.1)) }).verdict).toBe('retire');
  });

  test('does not act on clear evidence from few units', () => {
    const verdict = reachVerdict({ online: online(interval(0.01, 0.1), 99), offline: null, days: 1 });
    expect(verdict.verdict).toBe('continue');
  });

  test('goes on while undecided, then lets the held-out rows decide', () => {
    const undecided = online(interval(-0.05, 0.05));
    const worse = interval(-0.01, 0.03);
    const better = interval(-0.03, 0.01);
    expect(reachVerdict({ online: undecided, offline: worse, days: 5.9 }).verdict).toBe('continue');
    expect(reachVerdict({ online: undecided, offline: worse, days: 6 })).toMatchObject({
      verdict: 'retire',
      basis: 'offline',
    });
    expect(reachVerdict({ online: undecided, offline: better, days: 6 })).toMatchObject({
      verdict: 'promote',
      basis: 'offline',
    });
    expect(reachVerdict({ online: null, offline: better, days: 7 }).verdict).toBe('promote');
    // Nothing compares them: the champion stays.
    expect(reachVerdict({ online: undecided, offline: null, days: 7 }).verdict).toBe('retire');
  });

  test('clear live evidence overrules the held-out rows', () => {
    const verdict = reachVerdict({
      online: online(interval(0.01, 0.1)),
      offline: interval(-0.5, -0.4),
      days: 30,
    });
    expect(verdict).toMatchObject({ verdict: 'retire', basis: 'online' });
  });
});

describe('armDifference', () => {
  test('covers the true difference in about 95 of 100 repetitions', () => {
    const random = seededRandom(3);
    let covered = 0;
    for (let repetition = 0; repetition < 400; repetition++) {
      const arm = (size: number, mean: number) =>
        Array.from({ length: size }, () => (random.uniform() < mean ? 1 : 0));
      const { low, high } = armDifference(arm(200, 0.3), arm(800, 0.2));
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.98);
  });

  test('a small arm in which nothing has happened yet is not certain', () => {
    const nothing = Array<number>(100).fill(0);
    const rarely = [...Array<number>(8).fill(1), ...Array<number>(392).fill(0)];
    expect(armDifference(nothing, rarely).high).toBeGreaterThan(0);
  });

  test('knows nothing without two units in each arm', () => {
    expect(armDifference([1], [1, 2, 3])).toMatchObject({ low: Number.NEGATIVE_INFINITY });
  });
});

test("a share's interval is Wilson's", () => {
  // Brown, Cai & DasGupta (2001): 1 of 10.
  const { low, high } = shareOf(1, 10);
  expect(low).toBeCloseTo(0.0179, 3);
  expect(high).toBeCloseTo(0.4042, 3);
  expect(shareOf(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
});
