import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { subjectShare, timeSplit } from '../../features/timeSplit.ts';
import type { Evaluation } from '../report.ts';

export interface HeldOut {
  readonly train: readonly DatasetRow[];
  /** Later than every training row by the label's horizon, or of other subjects. */
  readonly holdout: readonly DatasetRow[];
  readonly split: Evaluation['split'];
}

const holdoutShare = 0.2;
/** A part with fewer rows than this makes the split fall back to subjects. */
const minimumRows = 30;
/**
 * So does a gap that swallows more than half of the rows: the model fitted on the rest would say little about
 * the one that is registered, which learns from all of them.
 */
const minimumTrainShare = 0.4;

/**
 * The later fifth of the rows for evaluation, and the rest to learn from, as far as its labels do not look
 * into the later part. Calibration has folds of its own, so no third part is needed. A history too short for
 * the gap is split by subject instead.
 */
export function heldOut(rows: readonly DatasetRow[], horizonDays: number): HeldOut {
  const times = rows.map(({ asOf }) => asOf.getTime()).sort((a, b) => a - b);
  const from = times[Math.floor(times.length * (1 - holdoutShare))] ?? 0;
  const train = rows.filter(
    (row) => row.asOf.getTime() < from - labelDays(row, horizonDays) * millisecondsPerDay,
  );
  const holdout = rows.filter(({ asOf }) => asOf.getTime() >= from);
  const enough =
    Math.min(train.length, holdout.length) >= minimumRows && train.length >= minimumTrainShare * rows.length;
  if (enough) return described('time', train, holdout);
  const bySubject = timeSplit(rows, {
    gapDays: horizonDays,
    testShare: holdoutShare,
    minimumRows: Number.POSITIVE_INFINITY,
  });
  return described('subject', [...bySubject.train, ...bySubject.validation], bySubject.test);
}

/** Days of future a row's label looks at: its own where it says so (`context.labelDays`), else those of all. */
function labelDays({ context }: DatasetRow, horizonDays: number): number {
  const own = context?.labelDays;
  return typeof own === 'number' ? own : horizonDays;
}

/**
 * Which of the rows held out now a model has not seen that was fitted on the other part of `split`. All of them, as
 * long as histories grow and are split the same way; when a history has grown long enough to be split by time, or
 * older facts were imported since, some have been learned from.
 */
export function unseenRows(
  holdout: readonly DatasetRow[],
  split: Pick<Evaluation['split'], 'kind' | 'from'>,
): number[] {
  const from = new Date(split.from).getTime();
  const unseen = ({ subjectId, asOf }: DatasetRow) =>
    split.kind === 'subject' ? subjectShare(subjectId) < holdoutShare : asOf.getTime() >= from;
  return holdout.flatMap((row, index) => (unseen(row) ? [index] : []));
}

function described(
  kind: Evaluation['split']['kind'],
  train: readonly DatasetRow[],
  holdout: readonly DatasetRow[],
): HeldOut {
  const times = holdout.map(({ asOf }) => asOf.getTime()).sort((a, b) => a - b);
  const at = (time: number | undefined) => (time === undefined ? '' : new Date(time).toISOString());
  return {
    train,
    holdout,
    split: {
      kind,
      trainRows: train.length,
      holdoutRows: holdout.length,
      from: at(times[0]),
      to: at(times.at(-1)),
    },
  };
}
