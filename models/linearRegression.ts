import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { linearModel } from './linear/linearModel.ts';
import { penalisedFit } from './linear/penalisedFit.ts';
import { type Penalty, penaltyOf } from './linear/penalty.ts';
import { prepareSteps } from './linear/prepare.ts';
import { singleScoreProblem } from './linear/singleScore.ts';
import { spreadOf } from './linear/spread.ts';
import { squaredLoss } from './losses/squaredLoss.ts';
import { finishWithPauses } from './numeric/steps.ts';
import { pauser } from './pause.ts';

export interface LinearRegressionOptions extends FitOptions, Penalty {}

/**
 * Least squares with an elastic net (Zou & Hastie 2005; linear/penalty.ts has the units) on standardised numbers and
 * one-hot categories: ridge regression by default. Missing values, categories and infinities are handled as
 * linear/linearFeature.ts says. Row weight 2 equals the row twice. The seed plays no part.
 * @throws Problem invalid_input or not_enough_data (see checkDataset)
 */
export const linearRegression: Estimator<LinearRegressionOptions> = {
  name: 'linear-regression',
  task: 'regression',
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'regression');
    const { l1, l2 } = penaltyOf(options);
    const pause = pauser(options.signal);
    const { design, weights } = await finishWithPauses(prepareSteps(dataset), pause);
    // The optimiser works on a target of mean 0 and spread 1; the L1 penalty scales with it, the L2 penalty does not.
    const { mean, spread } = spreadOf(dataset.target, weights);
    const standard = dataset.target.map((value) => (value - mean) / spread);
    const problem = singleScoreProblem(design, squaredLoss, standard, weights);
    const steps = penalisedFit(problem, { l1: l1 / spread, l2 }, options.signal);
    const found = await finishWithPauses(steps, pause);
    const parameters = found.map((parameter) => parameter * spread);
    parameters[0]! += mean;
    options.onProgress?.(1);
    return linearModel({
      kind: 'linear-regression',
      intercept: parameters[0]!,
      features: design.features(parameters),
    });
  },
};
