import { checkMulticlassDataset } from './checkDataset.ts';
import type { FitOptions, MulticlassEstimator } from './estimator.ts';
import { multinomialProblem } from './linear/multinomial.ts';
import { multinomialModel } from './linear/multinomialModel.ts';
import { penalisedFit } from './linear/penalisedFit.ts';
import { type Penalty, penaltyOf } from './linear/penalty.ts';
import { prepareSteps } from './linear/prepare.ts';
import { finishWithPauses } from './numeric/steps.ts';
import { pauser } from './pause.ts';

export interface MultinomialRegressionOptions extends FitOptions, Penalty {}

/** Intercept, against an average of 0, of a class that never occurs: about one in a billion. */
const neverSeen = -20;

/**
 * Logistic regression of several classes: the softmax of one linear score per class, by maximum penalised likelihood
 * with an elastic net over the coefficients of all classes (linear/penalty.ts has the units). Everything else as in
 * logisticRegression.
 * @throws Problem invalid_input or not_enough_data (see checkMulticlassDataset), degenerate_fit when no optimum exists
 * (no penalty and separable classes)
 */
export const multinomialRegression: MulticlassEstimator<MultinomialRegressionOptions> = {
  name: 'logistic-regression',
  task: 'multiclass',
  async fit(dataset, options = {}) {
    const classWeights = checkMulticlassDataset(dataset);
    const penalty = penaltyOf(options);
    const pause = pauser(options.signal);
    const { design, weights } = await finishWithPauses(prepareSteps(dataset), pause);
    const seen = dataset.classes.map((_, index) => index).filter((index) => classWeights[index]! > 0);
    // A row of an unseen class has no weight, and counts as the first.
    const target = dataset.target.map((label) => Math.max(0, seen.indexOf(label)));
    const problem = multinomialProblem(design, target, seen.length, weights);
    const steps = penalisedFit(problem, penalty, options.signal);
    const parameters = await finishWithPauses(steps, pause);
    const width = design.parameterCount;
    const ofClass = (index: number) => {
      const at = seen.indexOf(index);
      return at < 0 ? new Float64Array(width) : parameters.slice(at * width, (at + 1) * width);
    };
    options.onProgress?.(1);
    return multinomialModel({
      kind: 'multinomial-regression',
      classes: dataset.classes,
      intercepts: Float64Array.from(dataset.classes, (_, index) =>
        seen.includes(index) ? ofClass(index)[0]! : neverSeen,
      ),
      features: dataset.classes.map((_, index) => design.features(ofClass(index))),
    });
  },
};
