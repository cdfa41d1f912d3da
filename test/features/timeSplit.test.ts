import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { timeSplit } from '../../features/timeSplit.ts';

const row = (subject: number, day: number): DatasetRow => ({
  subjectId: `subject-${subject}`,
  asOf: new Date(Date.UTC(2025, 0, 1) + day * millisecondsPerDay),
  label: subject % 2,
  weight: 1,
  features: {},
});
const subjects = (rows: readonly DatasetRow[]) => new Set(rows.map(({ subjectId }) => subjectId));

describe('timeSplit', () => {
  test('no label of an earlier part reaches into a later one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 10, maxLength: 200 }),
        fc.integer({ min: 0, max: 60 }),
        (days, gapDays) => {
          const split = timeSplit(
            days.map((day, index) => row(index, day)),
            { gapDays, minimumRows: 1 },
          );
          if (split.kind === 'subject') return;
          const last = (rows: readonly DatasetRow[]) => Math.max(...rows.map(({ asOf }) => asOf.getTime()));
          const first = (rows: readonly DatasetRow[]) => Math.min(...rows.map(({ asOf }) => asOf.getTime()));
          const gap = gapDays * millisecondsPerDay;
          expect(last(split.train) + gap).toBeLessThan(first(split.validation));
          expect(last(split.validation) + gap).toBeLessThan(first(split.test));
        },
      ),
      { seed: 5 },
    );
  });

  test('a long history is split by time, in about the shares asked for', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => row(index, index));
    const split = timeSplit(rows, { gapDays: 30 });
    expect(split).toMatchObject({ kind: 'time', dropped: 60 });
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([620, 120, 200]);
  });

  test('equal moments are split by subject, which stay whole, and it says so', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => row(index % 500, 7));
    const split = timeSplit(rows, { gapDays: 30 });
    expect(split).toMatchObject({ kind: 'subject', dropped: 0, validationFrom: null });
    expect(split.train.length + split.validation.length + split.test.length).toBe(2000);
    const parts = [split.train, split.validation, split.test].map(subjects);
    expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(500);
    expect(Math.abs(parts[2]!.size / 500 - 0.2)).toBeLessThan(0.06);
  });
});
