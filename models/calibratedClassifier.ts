import {
  type Calibrator,
  type CalibratorKind,
  calibratedProbability,
  chooseCalibration,
  crossFittedProbabilities,
  fitCalibrator,
  readCalibrator,
} from './calibration/calibrator.ts';
import { allToLogOdds, toLogOdds } from './calibration/logOdds.ts';
import { modelFromData } from './catalogue.ts';
import type { Estimator, Explanation, FitOptions, Model, ModelData } from './estimator.ts';
import { classifierCandidates } from './selection/candidates.ts';
import { fitRecipe } from './selection/fitRecipe.ts';
import { defaultRecipe, isSingle, type Recipe } from './selection/recipe.ts';
import { type SelectionReport, select } from './selection/selection.ts';
import { selectionFolds } from './selection/selectionFolds.ts';
import type { Dataset, Row, Table } from './table.ts';

export interface CalibratedClassifierData extends ModelData {
  readonly kind: 'calibrated-classifier';
  /** Name of the estimator, or 'stack'. */
  readonly estimator: string;
  readonly model: ModelData;
  readonly calibrator: Calibrator;
  /** How its like is made of other rows; absent in early artifacts, which used their estimator's defaults. */
  readonly recipe?: Recipe;
}

/** A classifier whose probabilities can be read as frequencies. */
export interface CalibratedClassifier {
  readonly data: CalibratedClassifierData;
  /** P(class 1), calibrated. */
  probability(row: Row): number;
  probabilities(table: Table): Float64Array;
  /**
   * In the model's own raw score (log-odds, or the probability of a forest), uncalibrated: calibration is monotone, so
   * the signs and the order of the reasons stand.
   */
  explain(row: Row): Explanation;
}

export interface FittedCalibratedClassifier extends CalibratedClassifier {
  /**
   * Per training row the probability from a model and a calibrator that never saw the row; NaN where no fold
   * predicted it (the oldest part under forward folds). A basis for thresholds; metrics of a choice among several
   * candidates are a little flattered by it (training/ and `linkloop evaluate` hold rows out of the choice, too).
   */
  readonly outOfFold: Float64Array;
  /** The fold that predicted the row, -1 for none. */
  readonly foldOf: Int32Array;
  /** What was compared. */
  readonly selection: SelectionReport;
}

export interface CalibratedClassifierRequest {
  readonly dataset: Dataset;
  /** 'auto' compares the portfolio on the same folds; a recipe is followed. Default 'auto'. */
  readonly estimator?: Estimator | Recipe | 'auto';
  /** Which candidates 'auto' compares, see selection/portfolio.ts. Default 'quick'. */
  readonly portfolio?: 'quick' | 'full';
  /** Passed to the estimator; with 'auto' and a recipe only seed, signal, threads and onProgress are. */
  readonly options?: FitOptions & Readonly<Record<string, unknown>>;
  /** Default 'auto': least cross-fitted log-loss, Platt's on small samples. */
  readonly calibration?: CalibratorKind | 'auto';
  /**
   * Default 5; of random folds 3 from 5,000 rows on, where two thirds of the rows teach what four fifths do. At most as
   * many as the rarer class has rows.
   */
  readonly folds?: number;
  /** Names of columns that are products of others: not given to estimators that find interactions themselves. */
  readonly products?: ReadonlySet<string>;
  /** Rows of one group are never split between training and scoring (the calls of one customer, say). */
  readonly groups?: ArrayLike<string | number>;
  /**
   * When given, folds only look forward: each part is scored by models of earlier rows, as in use. What drifts is then
   * seen to drift. Where that would leave less than half of the rows scored, folds are drawn at random instead.
   */
  readonly times?: ArrayLike<number>;
  /** How long before a part rows were not yet labelled, in the measure of `times`. Default 0. */
  readonly gap?: number;
  /** Seconds to choose in: candidates that do not fit in are skipped. Absent: no limit, and the seed decides all. */
  readonly budgetSeconds?: number;
}

/**
 * Scores every row out of fold, chooses among candidates, fits the calibrator on the chosen scores, then trains the
 * choice on all rows. Determined by the dataset, the options and `options.seed` (default 7) unless there is a budget.
 * @throws Problem as the estimator does, and not_enough_data when there are not two rows of each class
 */
export async function fitCalibratedClassifier(
  request: CalibratedClassifierRequest,
): Promise<FittedCalibratedClassifier> {
  const { dataset, estimator = 'auto', portfolio = 'quick', calibration = 'auto', products } = request;
  const given = { seed: 7, ...request.options };
  const { folds, forward } = selectionFolds({ ...request, task: 'classification', seed: given.seed });
  const datasetFor = ({ findsInteractions }: Estimator): Dataset =>
    findsInteractions === undefined || products === undefined
      ? dataset
      : { ...dataset, columns: dataset.columns.filter(({ name }) => !products.has(name)) };

  const { candidates, fixed, options } = classifierCandidates(dataset, estimator, portfolio, given);
  // Trying takes a fit per fold and candidate, the final fit as long as one of them.
  const tried = candidates.length / (candidates.length + 1 / folds.length);
  const { recipe, tested, scores, finalScores, report } = await select({
    task: 'classification',
    datasetFor,
    folds,
    forward,
    candidates,
    ...(fixed === undefined ? {} : { fixed }),
    combine: portfolio === 'full' ? 'stack' : 'pick',
    options: { ...options, onProgress: (share) => given.onProgress?.(tried * share) },
    ...(request.budgetSeconds === undefined ? {} : { budgetSeconds: request.budgetSeconds }),
  });
  const rows = { ...tested, scores };
  const kind = calibration === 'auto' ? chooseCalibration(rows) : calibration;
  const probabilities = crossFittedProbabilities(kind, rows);
  const outOfFold = new Float64Array(dataset.rowCount).fill(Number.NaN);
  const foldOf = new Int32Array(dataset.rowCount).fill(-1);
  tested.rows.forEach((row, index) => {
    outOfFold[row] = probabilities[index]!;
    foldOf[row] = tested.folds[index]!;
  });
  const model = await fitRecipe(recipe, 'classification', datasetFor, {
    ...options,
    onProgress: (share) => given.onProgress?.(tried + (1 - tried) * share),
  });
  given.onProgress?.(1);
  const data: CalibratedClassifierData = {
    kind: 'calibrated-classifier',
    estimator: isSingle(recipe) ? recipe.members[0]!.estimator : 'stack',
    model: model.data,
    calibrator: fitCalibrator(kind, { ...tested, scores: finalScores }),
    recipe,
  };
  return { ...classifierOf(data, model), outOfFold, foldOf, selection: report };
}

/** How a fitted classifier's like is made of other rows. */
export const recipeOf = ({ estimator, recipe }: CalibratedClassifierData): Recipe =>
  recipe ?? defaultRecipe(estimator);

/**
 * A calibrated classifier from its plain data.
 * @throws Problem artifact_invalid or not_fitted when its model or its calibrator cannot be read
 */
export function calibratedClassifierFromData(data: CalibratedClassifierData): CalibratedClassifier {
  readCalibrator(data.calibrator);
  return classifierOf(data, modelFromData(data.model));
}

function classifierOf(data: CalibratedClassifierData, model: Model): CalibratedClassifier {
  const { calibrator } = data;
  const { scale } = model;
  return {
    data,
    probability: (row) => calibratedProbability(calibrator, toLogOdds(model.rawScoreRow(row), scale)),
    probabilities: (table) =>
      allToLogOdds(model.rawScores(table), scale).map((score) => calibratedProbability(calibrator, score)),
    explain: (row) => model.explainRow(row),
  };
}
