import {
  calibratedClassProbabilities,
  fitMulticlassTemperature,
} from '../calibration/multiclassCalibrator.ts';
import type { TemperatureCalibrator } from '../calibration/temperature.ts';
import type { FitOptions, MulticlassEstimator, MulticlassModel } from '../estimator.ts';
import { kFolds } from '../folds.ts';
import { selectTableRows } from '../selectRows.ts';
import type { MulticlassDataset, Table } from '../table.ts';

export interface MulticlassRequest {
  readonly dataset: MulticlassDataset;
  /** Compared by log-loss out of fold, the earlier winning ties. */
  readonly estimators: readonly MulticlassEstimator[];
  readonly options?: FitOptions;
  /** Default 3. */
  readonly folds?: number;
  /** Rows of one group are never split between training and scoring. */
  readonly groups?: ArrayLike<string | number>;
}

export interface FittedMulticlass {
  readonly model: MulticlassModel;
  readonly estimator: string;
  readonly calibrator: TemperatureCalibrator;
  /** Calibrated, row-major, rows x classes. */
  probabilities(table: Table): Float64Array;
}

/**
 * Takes the estimator with the least log-loss out of fold, its temperature fitted on the same scores (one parameter),
 * and trains it on all rows.
 * @throws Problem as the estimators do
 */
export async function fitMulticlass(request: MulticlassRequest): Promise<FittedMulticlass> {
  const { dataset, estimators, groups } = request;
  const options = { seed: 7, ...request.options };
  const { rowCount, classes, target } = dataset;
  const folds = kFolds({
    rowCount,
    folds: request.folds ?? 3,
    seed: options.seed,
    ...(groups === undefined ? {} : { groups }),
  });
  const weights = dataset.weights ?? new Float64Array(rowCount).fill(1);
  let best: { estimator: MulticlassEstimator; calibrator: TemperatureCalibrator; loss: number } | undefined;
  for (const [index, estimator] of estimators.entries()) {
    const outOfFold = new Float64Array(rowCount * classes.length);
    for (const { train, test } of folds) {
      const model = await estimator.fit(selectClasses(dataset, train), { ...options, onProgress: () => {} });
      const predicted = model.predict(selectTableRows(dataset, test));
      test.forEach((row, at) => {
        outOfFold.set(
          predicted.subarray(at * classes.length, (at + 1) * classes.length),
          row * classes.length,
        );
      });
    }
    const calibrator = fitMulticlassTemperature(outOfFold, target, weights, classes.length);
    const calibrated = calibratedClassProbabilities(calibrator, outOfFold, classes.length);
    let loss = 0;
    target.forEach((label, row) => {
      loss -= weights[row]! * Math.log(Math.max(calibrated[row * classes.length + label]!, Number.EPSILON));
    });
    if (best === undefined || loss < best.loss) best = { estimator, calibrator, loss };
    options.onProgress?.((index + 1) / (estimators.length + 1));
  }
  const { estimator, calibrator } = best!;
  const model = await estimator.fit(dataset, { ...options, onProgress: () => {} });
  options.onProgress?.(1);
  return {
    model,
    estimator: estimator.name,
    calibrator,
    probabilities: (table) => calibratedClassProbabilities(calibrator, model.predict(table), classes.length),
  };
}

function selectClasses(dataset: MulticlassDataset, rows: Int32Array): MulticlassDataset {
  const { classes, target, weights } = dataset;
  return {
    ...selectTableRows(dataset, rows),
    classes,
    target: Int32Array.from(rows, (row) => target[row]!),
    ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}
