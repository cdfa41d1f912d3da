import { Problem } from '../base/problem.ts';
import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { featureReader, schemaOf } from './featureSchema.ts';
import { designOf } from './linear/design.ts';
import { linearModel } from './linear/linearModel.ts';
import { minimise } from './numeric/lbfgs.ts';
import { log1pExp, sigmoid } from './numeric/sigmoid.ts';

export interface LogisticRegressionOptions extends FitOptions {
  /**
   * Strength of the L2 penalty, l2 / 2 x |coefficients|^2 against the sum (not the mean) of the log losses; the
   * intercept is free. Coefficients are those of standardised numbers and one-hot categories. Default 1.
   */
  readonly l2?: number;
}

/**
 * Binary logistic regression by maximum penalised likelihood. Missing values, categories and infinities are handled
 * as linear/linearFeature.ts says. Row weight 2 equals the row twice.
 * @throws Problem invalid_input or not_enough_data (see checkDataset), degenerate_fit when no optimum exists (l2 = 0
 * and separable classes)
 */
export const logisticRegression: Estimator<LogisticRegressionOptions> = {
  name: 'logistic-regression',
  task: 'classification',
  fit(dataset, options = {}) {
    checkDataset(dataset, 'classification');
    const l2 = options.l2 ?? 1;
    if (!(l2 >= 0 && l2 < Number.POSITIVE_INFINITY))
      throw new Problem('invalid_input', 'The L2 penalty must be a finite number of at least 0.', {
        findings: [{ path: 'l2', message: 'not a penalty', received: l2, allowed: '>= 0' }],
      });
    const { target, rowCount } = dataset;
    const weights = dataset.weights ?? new Float64Array(rowCount).fill(1);
    const specs = schemaOf(dataset, dataset.weights);
    const design = designOf(specs, featureReader(specs).readTable(dataset), weights);
    const scores = new Float64Array(rowCount);
    const residuals = new Float64Array(rowCount);

    const minimum = minimise(
      (parameters, gradient) => {
        scores.fill(0);
        design.score(parameters, scores);
        let loss = 0;
        for (let row = 0; row < rowCount; row++) {
          const weight = weights[row]!;
          const score = scores[row]!;
          const label = target[row]!;
          loss += weight * (log1pExp(score) - label * score);
          residuals[row] = weight * (sigmoid(score) - label);
        }
        design.gradient(residuals, gradient);
        for (let index = 1; index < parameters.length; index++) {
          const parameter = parameters[index]!;
          loss += (l2 / 2) * parameter * parameter;
          gradient[index]! += l2 * parameter;
        }
        return loss;
      },
      startAt(target, weights, design.parameterCount),
      { ...(options.signal === undefined ? {} : { signal: options.signal }) },
    );
    if (!minimum.converged && minimum.gradientNorm > 1e-6 * Math.max(1, Math.abs(minimum.value)))
      throw new Problem('degenerate_fit', 'The coefficients grow without bound: no optimum exists.', {
        remedy: 'Use an L2 penalty above 0.',
      });
    options.onProgress?.(1);
    return linearModel({
      kind: 'logistic-regression',
      intercept: minimum.x[0]!,
      features: design.features(minimum.x),
    });
  },
};

/** The optimum without features: the log-odds of the base rate. */
function startAt(target: Float64Array, weights: Float64Array, parameterCount: number): Float64Array {
  let positive = 0;
  let total = 0;
  target.forEach((label, row) => {
    positive += weights[row]! * label;
    total += weights[row]!;
  });
  const start = new Float64Array(parameterCount);
  start[0] = Math.log(positive / (total - positive));
  return start;
}
