import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { uuid } from '../../base/uuid.ts';
import { assignArm } from '../../training/experiments.ts';

const units = Array.from({ length: 20_000 }, uuid);

describe('assignArm', () => {
  test('gives the challenger its share of the units', () => {
    for (const share of [0.05, 0.2, 0.5]) {
      const met = units.filter((unit) => assignArm({ salt: 'a', share }, unit) === 'challenger').length;
      // Five standard deviations of a binomial share of 20 000.
      expect(Math.abs(met / units.length - share)).toBeLessThan(
        5 * Math.sqrt((share * (1 - share)) / 20_000),
      );
    }
  });

  test('keeps a unit in its arm', () => {
    const arms = units.map((unit) => assignArm({ salt: 'a', share: 0.2 }, unit));
    expect(units.map((unit) => assignArm({ salt: 'a', share: 0.2 }, unit))).toEqual(arms);
  });

  test('moves only units into the challenger when the share grows', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (unit, a, b) => {
          const [small, large] = a < b ? [a, b] : [b, a];
          if (assignArm({ salt: 's', share: small }, unit) === 'challenger') {
            expect(assignArm({ salt: 's', share: large }, unit)).toBe('challenger');
          }
        },
      ),
    );
  });

  test('shuffles anew with another salt: a challenger of one experiment is not one of the next', () => {
    const first = units.filter((unit) => assignArm({ salt: 'a', share: 0.2 }, unit) === 'challenger');
    const both = first.filter((unit) => assignArm({ salt: 'b', share: 0.2 }, unit) === 'challenger');
    expect(both.length / first.length).toBeGreaterThan(0.15);
    expect(both.length / first.length).toBeLessThan(0.25);
  });

  test('share 0 gives nobody, share 1 everybody', () => {
    expect(units.some((unit) => assignArm({ salt: 'a', share: 0 }, unit) === 'challenger')).toBe(false);
    expect(units.every((unit) => assignArm({ salt: 'a', share: 1 }, unit) === 'challenger')).toBe(true);
  });
});
