import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions } from './estimator.ts';
import { linearModel } from './linear/linearModel.ts';
import { penalisedFit } from './linear/penalisedFit.ts';
import { type Penalty, penaltyOf } from './linear/penalty.ts';
import { prepareSteps } from './linear/prepare.ts';
import { singleScoreProblem } from './linear/singleScore.ts';
import { logisticLoss } from './losses/logisticLoss.ts';
import { finishWithPauses } from './numeric/steps.ts';
import { pauser } from './pause.ts';

export interface LogisticRegressionOptions extends FitOptions, Penalty {}

/**
 * Binary logistic regression by maximum penalised likelihood with an elastic net (Zou & Hastie 2005; linear/penalty.ts
 * has the units). Missing values, categories and infinities are handled as linear/linearFeature.ts says. Row weight 2
 * equals the row twice. The seed plays no part.
 * @throws Problem invalid_input or not_enough_data (see checkDataset), degenerate_fit when no optimum exists (no
 * penalty and separable classes)
 */
export const logisticRegression: Estimator<LogisticRegressionOptions> = {
  name: 'logistic-regression',
  task: 'classification',
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'classification');
    const penalty = penaltyOf(options);
    const pause = pauser(options.signal);
    const { design, weights } = await finishWithPauses(prepareSteps(dataset), pause);
    const problem = singleScoreProblem(design, logisticLoss, dataset.target, weights);
    const steps = penalisedFit(problem, penalty, options.signal);
    const parameters = await finishWithPauses(steps, pause);
    options.onProgress?.(1);
    return linearModel({
      kind: 'logistic-regression',
      intercept: parameters[0]!,
      features: design.features(parameters),
    });
  },
};
