import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { featureReader, schemaOf } from './featureSchema.ts';
import { designOf } from './linear/design.ts';
import { linearModel } from './linear/linearModel.ts';
import { checkPenalty, penalisedFit } from './linear/penalisedFit.ts';
import { squaredLoss } from './losses/squaredLoss.ts';

export interface RidgeRegressionOptions extends FitOptions {
  /** Strength of the L2 penalty against the sum of squared errors (scikit-learn's `alpha`). Default 1. */
  readonly l2?: number;
}

/**
 * Least squares with an L2 penalty on standardised numbers and one-hot categories; the intercept is free.
 * @throws Problem invalid_input or not_enough_data (see checkDataset)
 */
export const ridgeRegression: Estimator<RidgeRegressionOptions> = {
  name: 'ridge-regression',
  task: 'regression',
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'regression');
    const l2 = options.l2 ?? 1;
    checkPenalty(l2);
    const weights = dataset.weights ?? new Float64Array(dataset.rowCount).fill(1);
    const specs = schemaOf(dataset, dataset.weights);
    const design = designOf(specs, featureReader(specs).readTable(dataset), weights);
    const { mean, scale } = location(dataset.target, weights);
    const standard = dataset.target.map((value) => (value - mean) / scale);
    const parameters = penalisedFit(design, squaredLoss, standard, weights, l2, options.signal).map(
      (parameter) => parameter * scale,
    );
    parameters[0]! += mean;
    options.onProgress?.(1);
    return linearModel({
      kind: 'ridge-regression',
      intercept: parameters[0]!,
      features: design.features(parameters),
    });
  },
};

/** Weighted mean and spread of the target, so that the optimiser works at scale 1. */
function location(target: Float64Array, weights: Float64Array): { mean: number; scale: number } {
  let total = 0;
  let sum = 0;
  target.forEach((value, row) => {
    total += weights[row]!;
    sum += weights[row]! * value;
  });
  const mean = sum / total;
  let squares = 0;
  target.forEach((value, row) => {
    squares += weights[row]! * (value - mean) ** 2;
  });
  return { mean, scale: Math.sqrt(squares / total) || 1 };
}
