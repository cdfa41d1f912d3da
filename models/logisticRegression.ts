import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { featureReader, schemaOf } from './featureSchema.ts';
import { designOf } from './linear/design.ts';
import { linearModel } from './linear/linearModel.ts';
import { checkPenalty, penalisedFit } from './linear/penalisedFit.ts';
import { logisticLoss } from './losses/logisticLoss.ts';

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
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'classification');
    const l2 = options.l2 ?? 1;
    checkPenalty(l2);
    const weights = dataset.weights ?? new Float64Array(dataset.rowCount).fill(1);
    const specs = schemaOf(dataset, dataset.weights);
    const design = designOf(specs, featureReader(specs).readTable(dataset), weights);
    const parameters = penalisedFit(design, logisticLoss, dataset.target, weights, l2, options.signal);
    options.onProgress?.(1);
    return linearModel({
      kind: 'logistic-regression',
      intercept: parameters[0]!,
      features: design.features(parameters),
    });
  },
};
