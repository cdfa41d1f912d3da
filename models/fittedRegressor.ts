import type { Estimator, FitOptions, Model } from './estimator.ts';
import { regressorCandidates } from './selection/candidates.ts';
import { fitRecipe } from './selection/fitRecipe.ts';
import { isSingle, type Recipe } from './selection/recipe.ts';
import { type SelectionReport, select } from './selection/selection.ts';
import { selectionFolds } from './selection/selectionFolds.ts';
import type { Dataset } from './table.ts';

export interface FittedRegressor {
  readonly model: Model;
  /** Name of the estimator, or 'stack'. */
  readonly estimator: string;
  /** How its like is made of other rows. */
  readonly recipe: Recipe;
  /** Per training row the prediction of a model that never saw it; NaN where no fold predicted it. */
  readonly outOfFold: Float64Array;
  /** The fold that predicted the row, -1 for none. */
  readonly foldOf: Int32Array;
  /** What was compared. */
  readonly selection: SelectionReport;
}

export interface RegressorRequest {
  readonly dataset: Dataset;
  /** 'auto' (the default) compares the portfolio by squared error out of fold; a recipe is followed. */
  readonly estimator?: Estimator | Recipe | 'auto';
  /** Which candidates 'auto' compares, see selection/portfolio.ts. Default 'quick'. */
  readonly portfolio?: 'quick' | 'full';
  readonly options?: FitOptions & Readonly<Record<string, unknown>>;
  /** Default 5, of random folds 3 from 5,000 rows on; fewer when there are fewer rows. */
  readonly folds?: number;
  /** Rows of one group are never split between training and scoring. */
  readonly groups?: ArrayLike<string | number>;
  /** When given, folds only look forward; at random where fewer than half of the rows could be predicted so. */
  readonly times?: ArrayLike<number>;
  /** How long before a part rows were not yet labelled, in the measure of `times`. Default 0. */
  readonly gap?: number;
  /** Seconds to choose in: candidates that do not fit in are skipped. Absent: no limit, and the seed decides all. */
  readonly budgetSeconds?: number;
}

/**
 * Predicts every row out of fold, chooses by those predictions, then trains the choice on all rows. Determined by the
 * dataset, the options and `options.seed` (default 7) unless there is a budget.
 * @throws Problem as the estimator does, and not_enough_data with fewer than two rows
 */
export async function fitRegressor(request: RegressorRequest): Promise<FittedRegressor> {
  const { dataset, estimator = 'auto', portfolio = 'quick' } = request;
  const given = { seed: 7, ...request.options };
  const { folds, forward } = selectionFolds({ ...request, task: 'regression', seed: given.seed });
  const { candidates, fixed, options } = regressorCandidates(dataset, estimator, portfolio, given);
  // Trying takes a fit per fold and candidate, the final fit as long as one of them.
  const tried = candidates.length / (candidates.length + 1 / folds.length);
  const { recipe, tested, scores, report } = await select({
    task: 'regression',
    datasetFor: () => dataset,
    folds,
    forward,
    candidates,
    ...(fixed === undefined ? {} : { fixed }),
    combine: portfolio === 'full' ? 'stack' : 'pick',
    options: { ...options, onProgress: (share) => given.onProgress?.(tried * share) },
    ...(request.budgetSeconds === undefined ? {} : { budgetSeconds: request.budgetSeconds }),
  });
  const outOfFold = new Float64Array(dataset.rowCount).fill(Number.NaN);
  const foldOf = new Int32Array(dataset.rowCount).fill(-1);
  tested.rows.forEach((row, index) => {
    outOfFold[row] = scores[index]!;
    foldOf[row] = tested.folds[index]!;
  });
  const model = await fitRecipe(recipe, 'regression', () => dataset, {
    ...options,
    onProgress: (share) => given.onProgress?.(tried + (1 - tried) * share),
  });
  given.onProgress?.(1);
  return {
    model,
    estimator: isSingle(recipe) ? recipe.members[0]!.estimator : 'stack',
    recipe,
    outOfFold,
    foldOf,
    selection: report,
  };
}
