import { Problem } from '../../base/problem.ts';
import { type Fold, forwardFolds, kFolds } from '../folds.ts';
import type { Dataset } from '../table.ts';

export interface FoldsRequest {
  readonly dataset: Dataset;
  readonly task: 'classification' | 'regression';
  /** Default: see `defaultFolds`. */
  readonly folds?: number | undefined;
  readonly seed: number;
  /** Rows of one group are never divided. */
  readonly groups?: ArrayLike<string | number> | undefined;
  /** When given, folds only look forward, unless fewer than half of the rows could be scored so. */
  readonly times?: ArrayLike<number> | undefined;
  /** How long before a part rows were not yet labelled, in the measure of `times`. */
  readonly gap?: number | undefined;
}

/** Two thirds of many rows teach what four fifths do. */
const defaultFolds = ({ rowCount }: Dataset): number => (rowCount < 5000 ? 5 : 3);

/**
 * The folds to choose and calibrate by. Random ones are at most as many as the rarer class has rows.
 * @throws Problem not_enough_data when one part cannot be learned and another be scored
 */
export function selectionFolds(request: FoldsRequest): { folds: Fold[]; forward: boolean } {
  const forward = forwardFoldsOf(request);
  if (forward !== undefined) return { folds: forward, forward: true };
  const { dataset, task, seed, groups, folds = defaultFolds(dataset) } = request;
  const { rowCount, target } = dataset;
  const positive = task === 'classification' ? target.reduce((sum, label) => sum + label, 0) : rowCount;
  const rarer = task === 'classification' ? Math.min(positive, rowCount - positive) : rowCount;
  const drawn = kFolds({
    rowCount,
    folds: Math.max(2, Math.min(folds, rarer)),
    seed,
    ...(task === 'classification' ? { strata: target } : {}),
    ...(groups === undefined ? {} : { groups }),
  });
  return { folds: usableFolds(dataset, task, drawn), forward: false };
}

/** Undefined when the rows lie too close together for folds that look forward. */
function forwardFoldsOf(request: FoldsRequest): Fold[] | undefined {
  const { dataset, task, times, gap, folds = 5 } = request;
  if (times === undefined) return undefined;
  try {
    const usable = usableFolds(dataset, task, forwardFolds(times, folds, gap));
    const scored = usable.reduce((sum, { test }) => sum + test.length, 0);
    return scored >= dataset.rowCount / 2 ? usable : undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_enough_data') return undefined;
    throw error;
  }
}

/** Folds whose training part can be learned from (both classes, or any row); together they must score both classes. */
function usableFolds(dataset: Dataset, task: string, folds: readonly Fold[]): Fold[] {
  const weighs = (row: number) => dataset.weights === undefined || dataset.weights[row]! > 0;
  const teaches = (rows: Int32Array) =>
    task === 'classification'
      ? [0, 1].every((label) => rows.some((row) => weighs(row) && dataset.target[row] === label))
      : rows.some(weighs);
  const usable = folds.filter(({ train, test }) => test.length > 0 && teaches(train));
  if (!teaches(Int32Array.from(usable.flatMap(({ test }) => [...test]))))
    throw new Problem('not_enough_data', 'The rows are too few to train on one part and score another.', {
      remedy: 'Collect at least two rows of each class, in different groups or times where those are given.',
    });
  return usable;
}
