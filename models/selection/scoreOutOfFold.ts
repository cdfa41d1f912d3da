import { allToLogOdds } from '../calibration/logOdds.ts';
import type { Model } from '../estimator.ts';
import type { Fold } from '../folds.ts';
import { selectRows } from '../selectRows.ts';
import type { Dataset, Table } from '../table.ts';

/** Rows that some fold tests, fold by fold. */
export interface TestedRows {
  readonly rows: Int32Array;
  /** Per tested row its fold. */
  readonly folds: Int32Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

export function testedRows(dataset: Dataset, folds: readonly Fold[]): TestedRows {
  const rows = Int32Array.from(folds.flatMap(({ test }) => [...test]));
  return {
    rows,
    folds: Int32Array.from(folds.flatMap(({ test }, fold) => Array.from(test, () => fold))),
    labels: Float64Array.from(rows, (row) => dataset.target[row]!),
    weights: Float64Array.from(rows, (row) => dataset.weights?.[row] ?? 1),
  };
}

/** Each tested row's score by a model of its fold's training rows, in the order of `testedRows`. */
export async function scoreOutOfFold(
  dataset: Dataset,
  folds: readonly Fold[],
  learn: (part: Dataset) => Promise<Model>,
): Promise<Float64Array> {
  const scores: number[] = [];
  for (const { train, test } of folds) {
    const model = await learn(selectRows(dataset, train));
    for (const score of memberScores(model, selectRows(dataset, test))) scores.push(score);
  }
  return Float64Array.from(scores);
}

/** What members of a combination are weighed by: log-odds of a classifier, the prediction of a regressor. */
export function memberScores(model: Model, table: Table): Float64Array {
  return model.scale === 'log-odds' || model.scale === 'probability'
    ? allToLogOdds(model.rawScores(table), model.scale)
    : model.predict(table);
}
