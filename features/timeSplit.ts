import { sha256 } from '../base/hash.ts';
import type { DatasetRow } from './datasetRow.ts';
import { millisecondsPerDay } from './history.ts';

export interface TimeSplitOptions {
  /** Days of future a label looks at: rows this close before a boundary are dropped. */
  readonly gapDays: number;
  /** Shares of the rows, in (0, 1). */
  readonly validationShare?: number;
  readonly testShare?: number;
  /** A part with fewer rows than this makes the split fall back to subjects. */
  readonly minimumRows?: number;
}

export interface TimeSplit {
  /** `subject`: the moments lie too close together for a gap, so subjects were divided by hash instead. */
  readonly kind: 'time' | 'subject';
  readonly train: readonly DatasetRow[];
  readonly validation: readonly DatasetRow[];
  readonly test: readonly DatasetRow[];
  /** Moments from which validation and test begin; null for a split by subject. */
  readonly validationFrom: Date | null;
  readonly testFrom: Date | null;
  /** Rows left out because their label looks across a boundary. */
  readonly dropped: number;
}

/** Uniform in [0, 1), the same for a subject in every dataset; a split by subject tests those below its test share. */
export function subjectShare(subjectId: string): number {
  return Number.parseInt(sha256(subjectId).slice(0, 12), 16) / 2 ** 48;
}

/**
 * Splits by time: train before validation before test, and no label of an earlier part reaches into a later
 * one. When that leaves a part too small (all moments equal, or a history shorter than the gaps), splits
 * subjects by the hash of their id and says so.
 */
export function timeSplit(rows: readonly DatasetRow[], options: TimeSplitOptions): TimeSplit {
  const { gapDays, validationShare = 0.15, testShare = 0.2, minimumRows = 30 } = options;
  const gap = gapDays * millisecondsPerDay;
  const times = rows.map(({ asOf }) => asOf.getTime()).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  const validationFrom = at(1 - testShare - validationShare);
  const testFrom = at(1 - testShare);
  const select = (from: number, to: number) =>
    rows.filter(({ asOf }) => asOf.getTime() >= from && asOf.getTime() < to);
  const train = select(Number.NEGATIVE_INFINITY, validationFrom - gap);
  const validation = select(validationFrom, testFrom - gap);
  const test = select(testFrom, Number.POSITIVE_INFINITY);
  if (Math.min(train.length, validation.length, test.length) >= Math.max(1, minimumRows))
    return {
      kind: 'time',
      train,
      validation,
      test,
      validationFrom: new Date(validationFrom),
      testFrom: new Date(testFrom),
      dropped: rows.length - train.length - validation.length - test.length,
    };
  const between = (from: number, to: number) =>
    rows.filter(({ subjectId }) => {
      const share = subjectShare(subjectId);
      return share >= from && share < to;
    });
  return {
    kind: 'subject',
    test: between(0, testShare),
    validation: between(testShare, testShare + validationShare),
    train: between(testShare + validationShare, 1),
    validationFrom: null,
    testFrom: null,
    dropped: 0,
  };
}
