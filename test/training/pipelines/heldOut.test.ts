import { describe, expect, test } from '@jest/globals';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { compareProbabilities } from '../../../training/pipelines/compareProbabilities.ts';
import { heldOut, unseenRows } from '../../../training/pipelines/heldOut.ts';

const start = Date.UTC(2026, 0, 1);

/** A row per subject and week. */
const rowsOf = (subjects: number, weeks: number, from = 0): DatasetRow[] =>
  Array.from({ length: subjects * weeks }, (_, index) => ({
    subjectId: `s${index % subjects}`,
    asOf: new Date(start + (from + Math.floor(index / subjects)) * 7 * 86_400_000),
    label: index % 3 === 0 ? 1 : 0,
    weight: 1,
    features: {},
  }));

const key = ({ subjectId, asOf }: DatasetRow) => `${subjectId} ${asOf.getTime()}`;

describe('rows a model of an earlier training has not seen', () => {
  test.each([
    ['a short history grows', rowsOf(100, 6), rowsOf(100, 30), 'subject', 'time', false],
    ['older facts are imported', rowsOf(100, 40), rowsOf(100, 80, -40), 'time', 'time', false],
    ['a long history grows', rowsOf(100, 40), rowsOf(100, 42), 'time', 'time', true],
  ] as const)('are none of those it was fitted on, when %s', (_, before, after, first, second, whole) => {
    const [then, now] = [heldOut(before, 30), heldOut(after, 30)];
    expect([then.split.kind, now.split.kind]).toEqual([first, second]);
    const seen = new Set(then.train.map(key));
    const unseen = unseenRows(now.holdout, then.split);
    for (const row of unseen) expect(seen.has(key(now.holdout[row]!))).toBe(false);
    expect(unseen.length).toBeGreaterThan(0);
    expect(unseen.length === now.holdout.length).toBe(whole);
  });

  test('are the only ones a champion is compared on', () => {
    const target = Float64Array.from({ length: 200 }, (_, row) => row % 2);
    const honest = new Float64Array(200).fill(0.5);
    // Knows the first half by heart, and is wrong about the rest.
    const knowing = target.map((label, row) => (row < 100 ? label : 1 - label) * 0.8 + 0.1);
    const compared = (unseen?: number[]) =>
      compareProbabilities({
        target,
        subjects: Array.from(target, (_, row) => `s${row}`),
        candidate: honest,
        champion: { name: 'version 1', probabilities: knowing, ...(unseen ? { unseen } : {}) },
        baselines: [{ name: 'even', probabilities: honest }],
      }).champion!;
    const later = Array.from({ length: 100 }, (_, row) => 100 + row);
    expect(compared(later).difference.value).toBeCloseTo(Math.log(0.1) - Math.log(0.5), 9);
    expect(compared(later).metrics.auc!.value).toBe(0);
    expect(compared().difference.low).toBeGreaterThan(compared(later).difference.high);
  });
});
