import type { BoostedTreesData } from '../boosting/boostedTreesModel.ts';
import { allToLogOdds } from '../calibration/logOdds.ts';
import type { FitOptions, Model, ModelData } from '../estimator.ts';
import type { Fold } from '../folds.ts';
import { selectRows } from '../selectRows.ts';
import type { Dataset, Table } from '../table.ts';
import type { Candidate } from './candidate.ts';
import type { FrequencyCodedData } from './frequencyCoded.ts';

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

export interface OutOfFold {
  /** Each tested row's score by a model of its fold's training rows, in the order of `testedRows`. */
  readonly scores: Float64Array;
  /** The candidate as it is to be trained on all rows: with the number of rounds that the folds found best. */
  readonly candidate: Candidate;
}

export async function scoreOutOfFold(
  dataset: Dataset,
  folds: readonly Fold[],
  candidate: Candidate,
  options: FitOptions,
): Promise<OutOfFold> {
  const { estimator, choosesRounds } = candidate;
  const own = { ...options, ...candidate.options, onProgress: () => {} };
  const scores: number[] = [];
  const rounds: number[] = [];
  for (const { train, test } of folds) {
    const tested = selectRows(dataset, test);
    const given = choosesRounds === undefined ? own : { ...own, validation: tested };
    const model = await estimator.fit(selectRows(dataset, train), given);
    for (const score of memberScores(model, tested)) scores.push(score);
    if (choosesRounds !== undefined) rounds.push(roundsOf(model.data));
  }
  return { scores: Float64Array.from(scores), candidate: settled(candidate, rounds) };
}

function roundsOf(data: ModelData): number {
  const trees = data.kind === 'frequency-coded' ? (data as FrequencyCodedData).model : data;
  return (trees as BoostedTreesData).forest.roots.length;
}

function settled(candidate: Candidate, rounds: readonly number[]): Candidate {
  const options = { ...candidate.options, ...candidate.finally };
  if (rounds.length === 0) return { ...candidate, options };
  const mean = Math.max(1, Math.round(rounds.reduce((sum, each) => sum + each, 0) / rounds.length));
  return { ...candidate, options: { ...options, rounds: mean, holdOut: 0 } };
}

/** What members of a combination are weighed by: log-odds of a classifier, the prediction of a regressor. */
export function memberScores(model: Model, table: Table): Float64Array {
  return model.scale === 'log-odds' || model.scale === 'probability'
    ? allToLogOdds(model.rawScores(table), model.scale)
    : model.predict(table);
}
