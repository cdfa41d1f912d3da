import { type Fold, kFolds } from '../../models/folds.ts';

/** Rows of one tested part: those that calibrate, and those that the calibration is tested on. */
export interface CalibrationHalf {
  readonly calibrating: Int32Array;
  readonly tested: Int32Array;
}

export interface HalvesRequest {
  /** Rows of a tested part, as indices into the table. */
  readonly rows: Int32Array;
  readonly seed: number;
  readonly groups: Int32Array | undefined;
  readonly times: Float64Array | undefined;
}

/**
 * Divides a tested part, which its model has not seen, into halves: at random, groups kept together, each half
 * calibrating for the other; with times the older half calibrates and the newer one is tested, as in use.
 * @returns places in `rows`, not rows of the table
 * @throws Problem not_enough_data when there is nothing to divide
 */
export function calibrationHalves({ rows, seed, groups, times }: HalvesRequest): CalibrationHalf[] {
  if (times !== undefined) {
    const order = Int32Array.from(rows.keys()).sort((a, b) => times[rows[a]!]! - times[rows[b]!]!);
    const middle = order.length >> 1;
    return [{ calibrating: order.slice(0, middle), tested: order.slice(middle) }];
  }
  const halves: Fold[] = kFolds({
    rowCount: rows.length,
    folds: 2,
    seed,
    ...(groups === undefined ? {} : { groups: Int32Array.from(rows, (row) => groups[row]!) }),
  });
  return halves.map(({ train, test }) => ({ calibrating: train, tested: test }));
}
