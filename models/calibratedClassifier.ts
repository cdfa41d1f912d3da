import { Problem } from '../base/problem.ts';
import {
  type Calibrator,
  type CalibratorKind,
  calibratedProbability,
  chooseCalibration,
  crossFittedProbabilities,
  fitCalibrator,
  type ScoredRows,
} from './calibration/calibrator.ts';
import { estimators, modelFromData } from './catalogue.ts';
import type { Estimator, Explanation, FitOptions, Model, ModelData } from './estimator.ts';
import { type Fold, forwardFolds, kFolds } from './folds.ts';
import { logit } from './numeric/sigmoid.ts';
import { classifierPortfolio } from './portfolio.ts';
import { selectRows } from './selectRows.ts';
import type { Dataset, Row, Table } from './table.ts';

export interface CalibratedClassifierData extends ModelData {
  readonly kind: 'calibrated-classifier';
  readonly estimator: string;
  readonly model: ModelData;
  readonly calibrator: Calibrator;
}

/** A classifier whose probabilities can be read as frequencies. */
export interface CalibratedClassifier {
  readonly data: CalibratedClassifierData;
  /** P(class 1), calibrated. */
  probability(row: Row): number;
  probabilities(table: Table): Float64Array;
  /** In uncalibrated log-odds: calibration is monotone, so the signs and the order of the reasons stand. */
  explain(row: Row): Explanation;
}

export interface FittedCalibratedClassifier extends CalibratedClassifier {
  /**
   * Per training row the probability from a model and a calibrator that never saw the row; NaN where no fold
   * predicted it (the oldest part under forward folds). The honest basis for metrics and thresholds.
   */
  readonly outOfFold: Float64Array;
  /** The fold that predicted the row, -1 for none. */
  readonly foldOf: Int32Array;
}

export interface CalibratedClassifierRequest {
  readonly dataset: Dataset;
  /** 'auto' compares the small portfolio of portfolio.ts on the same folds. Default 'auto'. */
  readonly estimator?: Estimator | 'auto';
  /** Passed to the estimator; with 'auto' only seed, signal and onProgress are. */
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
}

/**
 * Scores every row out of fold, fits the calibrator on those scores, then trains the estimator on all rows.
 * Determined by the dataset, the options and `options.seed` (default 7).
 * @throws Problem as the estimator does, and not_enough_data when there are not two rows of each class
 */
export async function fitCalibratedClassifier(
  request: CalibratedClassifierRequest,
): Promise<FittedCalibratedClassifier> {
  const { dataset, estimator = 'auto', calibration = 'auto' } = request;
  const options = { seed: 7, ...request.options };
  const folds = forwardFoldsOf(request) ?? usableFolds(dataset, foldsOf(request, options.seed));
  const candidates = estimator === 'auto' ? classifierPortfolio(dataset) : [{ estimator, options: {} }];

  const datasetFor = ({ findsInteractions }: Estimator): Dataset =>
    findsInteractions === undefined
      ? dataset
      : { ...dataset, columns: dataset.columns.filter(({ name }) => !request.products?.has(name)) };

  let best:
    | { candidate: (typeof candidates)[number]; rows: ScoredRows; tested: Int32Array; loss: number }
    | undefined;
  for (const [index, candidate] of candidates.entries()) {
    const { rows, tested } = await scoreOutOfFold(datasetFor(candidate.estimator), folds, (part) =>
      candidate.estimator.fit(part, { ...options, ...candidate.options, onProgress: () => {} }),
    );
    const loss = candidates.length === 1 ? 0 : plattLoss(rows);
    if (best === undefined || loss < best.loss) best = { candidate, rows, tested, loss };
    options.onProgress?.((index + 1) / (candidates.length + 1));
  }
  const { candidate, rows, tested } = best!;
  const kind = calibration === 'auto' ? chooseCalibration(rows) : calibration;
  const probabilities = crossFittedProbabilities(kind, rows);
  const outOfFold = new Float64Array(dataset.rowCount).fill(Number.NaN);
  const foldOf = new Int32Array(dataset.rowCount).fill(-1);
  tested.forEach((row, index) => {
    outOfFold[row] = probabilities[index]!;
    foldOf[row] = rows.folds[index]!;
  });
  const model = await candidate.estimator.fit(datasetFor(candidate.estimator), {
    ...options,
    ...candidate.options,
    onProgress: () => {},
  });
  options.onProgress?.(1);
  const data: CalibratedClassifierData = {
    kind: 'calibrated-classifier',
    estimator: candidate.estimator.name,
    model: model.data,
    calibrator: fitCalibrator(kind, rows),
  };
  return { ...classifierOf(data, model), outOfFold, foldOf };
}

/** The learner that a fitted classifier was made with. */
export function estimatorOf({ estimator }: CalibratedClassifierData): Estimator {
  const found = estimators.find(({ name, task }) => task === 'classification' && name === estimator);
  if (found === undefined)
    throw new Problem('artifact_invalid', `There is no classifier called ${estimator}.`, {
      remedy: 'Train a new model.',
    });
  return found;
}

/** A calibrated classifier from its plain data. */
export function calibratedClassifierFromData(data: CalibratedClassifierData): CalibratedClassifier {
  return classifierOf(data, modelFromData(data.model));
}

function classifierOf(data: CalibratedClassifierData, model: Model): CalibratedClassifier {
  const { calibrator } = data;
  return {
    data,
    probability: (row) => calibratedProbability(calibrator, model.rawScoreRow(row)),
    probabilities: (table) => model.rawScores(table).map((score) => calibratedProbability(calibrator, score)),
    explain: (row) => model.explainRow(row),
  };
}

const defaultFolds = ({ rowCount }: Dataset): number => (rowCount < 5000 ? 5 : 3);

/** Undefined when the rows lie too close together for folds that look forward. */
function forwardFoldsOf(request: CalibratedClassifierRequest): Fold[] | undefined {
  const { dataset, times, gap, folds = 5 } = request;
  if (times === undefined) return undefined;
  try {
    const usable = usableFolds(dataset, forwardFolds(times, folds, gap));
    const scored = usable.reduce((sum, { test }) => sum + test.length, 0);
    return scored >= dataset.rowCount / 2 ? usable : undefined;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_enough_data') return undefined;
    throw error;
  }
}

function foldsOf(request: CalibratedClassifierRequest, seed: number): Fold[] {
  const { dataset, groups, folds = defaultFolds(dataset) } = request;
  const positive = dataset.target.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positive, dataset.rowCount - positive);
  return kFolds({
    rowCount: dataset.rowCount,
    folds: Math.max(2, Math.min(folds, rarer)),
    seed,
    strata: dataset.target,
    ...(groups === undefined ? {} : { groups }),
  });
}

/** Folds whose training part has both classes; together they must score both. */
function usableFolds(dataset: Dataset, folds: readonly Fold[]): Fold[] {
  const hasBoth = (rows: Iterable<number>) => {
    const seen = [false, false];
    for (const row of rows)
      if (dataset.weights === undefined || dataset.weights[row]! > 0) seen[dataset.target[row]!] = true;
    return seen[0] && seen[1];
  };
  const usable = folds.filter(({ train, test }) => test.length > 0 && hasBoth(train));
  if (!hasBoth(usable.flatMap(({ test }) => [...test])))
    throw new Problem('not_enough_data', 'The classes are too few to train on one part and score another.', {
      remedy: 'Collect at least two rows of each class, in different groups or times where those are given.',
    });
  return usable;
}

async function scoreOutOfFold(
  dataset: Dataset,
  folds: readonly Fold[],
  learn: (part: Dataset) => Promise<Model>,
) {
  const tested: number[] = [];
  const scores: number[] = [];
  const foldOf: number[] = [];
  for (const [fold, { train, test }] of folds.entries()) {
    const model = await learn(selectRows(dataset, train));
    const raw = model.rawScores(selectRows(dataset, test));
    test.forEach((row, index) => {
      tested.push(row);
      scores.push(raw[index]!);
      foldOf.push(fold);
    });
  }
  const rows: ScoredRows = {
    scores: Float64Array.from(scores),
    labels: Float64Array.from(tested, (row) => dataset.target[row]!),
    weights: Float64Array.from(tested, (row) => dataset.weights?.[row] ?? 1),
    folds: Int32Array.from(foldOf),
  };
  return { rows, tested: Int32Array.from(tested) };
}

/** Cross-fitted log-loss under Platt's calibration, so that candidates compete on equal terms. */
function plattLoss(rows: ScoredRows): number {
  const probabilities = crossFittedProbabilities('platt', rows);
  return rows.labels.reduce((sum, label, row) => {
    const score = logit(probabilities[row]!);
    return sum + rows.weights[row]! * Math.log1p(Math.exp(label === 1 ? -score : score));
  }, 0);
}
