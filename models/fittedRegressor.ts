import type { Estimator, FitOptions, Model } from './estimator.ts';
import { forwardFolds, kFolds } from './folds.ts';
import { type Candidate, regressorPortfolio } from './portfolio.ts';
import { selectRows } from './selectRows.ts';
import type { Dataset } from './table.ts';

export interface FittedRegressor {
  readonly model: Model;
  readonly estimator: string;
  /** Per training row the prediction of a model that never saw it; NaN where no fold predicted it. */
  readonly outOfFold: Float64Array;
  /** The fold that predicted the row, -1 for none. */
  readonly foldOf: Int32Array;
}

export interface RegressorRequest {
  readonly dataset: Dataset;
  /** 'auto' (the default) takes the member of portfolio.ts with the least squared error out of fold. */
  readonly estimator?: Estimator | 'auto';
  readonly options?: FitOptions & Readonly<Record<string, unknown>>;
  /** Default 5; fewer when there are fewer rows. */
  readonly folds?: number;
  /** Rows of one group are never split between training and scoring. */
  readonly groups?: ArrayLike<string | number>;
  /** When given, folds only look forward. */
  readonly times?: ArrayLike<number>;
}

/**
 * Predicts every row out of fold, takes the best estimator by those predictions, then trains it on all rows.
 * @throws Problem as the estimator does, and not_enough_data with fewer than two rows
 */
export async function fitRegressor(request: RegressorRequest): Promise<FittedRegressor> {
  const { dataset, estimator = 'auto', groups, times } = request;
  const options = { seed: 7, ...request.options };
  const count = Math.max(2, Math.min(request.folds ?? 5, dataset.rowCount));
  const folds =
    times === undefined
      ? kFolds({
          rowCount: dataset.rowCount,
          folds: count,
          seed: options.seed,
          ...(groups === undefined ? {} : { groups }),
        })
      : forwardFolds(times, count);
  const candidates: readonly Candidate[] =
    estimator === 'auto' ? regressorPortfolio(dataset) : [{ estimator, options: {} }];
  const train = (candidate: Candidate, part: Dataset) =>
    candidate.estimator.fit(part, { ...options, ...candidate.options, onProgress: () => {} });

  const scored = [];
  for (const [index, candidate] of candidates.entries()) {
    const outOfFold = new Float64Array(dataset.rowCount).fill(Number.NaN);
    const foldOf = new Int32Array(dataset.rowCount).fill(-1);
    let error = 0;
    for (const [fold, { train: known, test }] of folds.entries()) {
      if (test.length === 0) continue;
      const learned = await train(candidate, selectRows(dataset, known));
      const predicted = learned.predict(selectRows(dataset, test));
      test.forEach((row, at) => {
        outOfFold[row] = predicted[at]!;
        foldOf[row] = fold;
        error += (dataset.weights?.[row] ?? 1) * (predicted[at]! - dataset.target[row]!) ** 2;
      });
    }
    options.onProgress?.((index + 1) / (candidates.length + 1));
    scored.push({ candidate, outOfFold, foldOf, error });
  }
  const best = scored.reduce((a, b) => (b.error < a.error ? b : a));
  const model = await train(best.candidate, dataset);
  options.onProgress?.(1);
  return { model, estimator: best.candidate.estimator.name, outOfFold: best.outOfFold, foldOf: best.foldOf };
}
