import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { timeSplit } from '../../features/timeSplit.ts';
import type { Evaluation } from '../report.ts';

export interface HeldOut {
  readonly train: readonly DatasetRow[];
  /** Later than every training row by the label's horizon, or of other subjects. */
  readonly holdout: readonly DatasetRow[];
  readonly split: Evaluation['split'];
}

/**
 * The later fifth of the rows for evaluation, and the rest to learn from, as far as its labels do not look
 * into the later part. Calibration has folds of its own, so no third part is needed.
 */
export function heldOut(rows: readonly DatasetRow[], horizonDays: number): HeldOut {
  const split = timeSplit(rows, { gapDays: horizonDays });
  const { testFrom } = split;
  const train =
    testFrom === null
      ? [...split.train, ...split.validation]
      : rows.filter(({ asOf }) => asOf.getTime() < testFrom.getTime() - horizonDays * millisecondsPerDay);
  const times = split.test.map(({ asOf }) => asOf.getTime());
  const at = (time: number) => (Number.isFinite(time) ? new Date(time).toISOString() : '');
  return {
    train,
    holdout: split.test,
    split: {
      kind: split.kind,
      trainRows: train.length,
      holdoutRows: split.test.length,
      from: at(times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)),
      to: at(times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY)),
    },
  };
}
