import { Problem } from '../base/problem.ts';
import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { featureReader, schemaOf } from './featureSchema.ts';
import { designOf } from './linear/design.ts';
import { linearModel } from './linear/linearModel.ts';
import { minimise } from './numeric/lbfgs.ts';

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
  fit(dataset, options = {}) {
    checkDataset(dataset, 'regression');
    const l2 = options.l2 ?? 1;
    if (!(l2 >= 0 && l2 < Number.POSITIVE_INFINITY))
      throw new Problem('invalid_input', 'The L2 penalty must be a finite number of at least 0.', {
        findings: [{ path: 'l2', message: 'not a penalty', received: l2, allowed: '>= 0' }],
      });
    const { target, rowCount } = dataset;
    const weights = dataset.weights ?? new Float64Array(rowCount).fill(1);
    const specs = schemaOf(dataset, dataset.weights);
    const design = designOf(specs, featureReader(specs).readTable(dataset), weights);
    const { mean, scale } = location(target, weights);
    const residuals = new Float64Array(rowCount);

    const minimum = minimise(
      (parameters, gradient) => {
        residuals.fill(0);
        design.score(parameters, residuals);
        let loss = 0;
        for (let row = 0; row < rowCount; row++) {
          const error = residuals[row]! - (target[row]! - mean) / scale;
          loss += (weights[row]! / 2) * error * error;
          residuals[row] = weights[row]! * error;
        }
        design.gradient(residuals, gradient);
        for (let index = 1; index < parameters.length; index++) {
          const parameter = parameters[index]!;
          loss += (l2 / 2) * parameter * parameter;
          gradient[index]! += l2 * parameter;
        }
        return loss;
      },
      new Float64Array(design.parameterCount),
      { tolerance: 1e-11, ...(options.signal === undefined ? {} : { signal: options.signal }) },
    );
    options.onProgress?.(1);
    const parameters = minimum.x.map((parameter) => parameter * scale);
    parameters[0]! += mean;
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
