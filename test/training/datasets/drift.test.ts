import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { driftBetween, kolmogorovSmirnov } from '../../../training/datasets/drift.ts';

const rows = (seed: number, count: number, shift: number, missing: number): DatasetRow[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => ({
    subjectId: String(index),
    asOf: new Date(0),
    label: 0,
    weight: 1,
    features: {
      amount: random.normal() + shift,
      phone: random.uniform() < missing ? null : 1,
      plan: ['a', 'b'][random.integer(2)]!,
    },
  }));
};

test('a shift and a change of missing shares are seen, chance is not', () => {
  const before = rows(1, 400, 0, 0.1);
  expect(driftBetween(before, rows(2, 400, 0, 0.1)).filter(({ drifted }) => drifted)).toEqual([]);
  // Twenty rows differ by more than 0.1 by chance alone.
  expect(driftBetween(before, rows(3, 20, 0, 0.1)).filter(({ drifted }) => drifted)).toEqual([]);
  const drift = driftBetween(before, rows(4, 400, 0.8, 0.6));
  expect(
    drift
      .filter(({ drifted }) => drifted)
      .map(({ column }) => column)
      .sort(),
  ).toEqual(['amount', 'phone']);
  const amount = drift.find(({ column }) => column === 'amount')!;
  // Two normal distributions 0.8 apart: 2 Phi(0.4) - 1, and PSI near the squared shift.
  expect(amount.ks).toBeCloseTo(0.31, 1);
  expect(amount.psi).toBeGreaterThan(0.4);
  expect(drift.find(({ column }) => column === 'phone')!.missing[1]).toBeCloseTo(0.6, 1);
});

test('the Kolmogorov-Smirnov distance is the largest gap of the distributions', () => {
  expect(kolmogorovSmirnov(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3))).toBe(0);
  expect(kolmogorovSmirnov(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(1);
  expect(kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 2, 2, 5))).toBeCloseTo(0.25, 12);
});
