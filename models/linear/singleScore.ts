import type { Loss } from '../losses/loss.ts';
import type { Design } from './design.ts';
import type { LinearProblem } from './penalisedFit.ts';

/** A loss of one linear score per row; parameter 0 is the intercept. */
export function singleScoreProblem(
  design: Design,
  loss: Loss,
  target: Float64Array,
  weights: Float64Array,
): LinearProblem {
  const rowCount = target.length;
  const scores = new Float64Array(rowCount);
  const derivatives = { gradients: new Float64Array(rowCount), hessians: new Float64Array(rowCount) };
  const derive = (parameters: Float64Array) => {
    scores.fill(0);
    design.score(parameters, scores);
    loss.derive(scores, target, weights, derivatives);
  };
  const start = new Float64Array(design.parameterCount);
  start[0] = loss.constant(target, weights);
  return {
    loss(parameters, gradient) {
      derive(parameters);
      design.gradient(derivatives.gradients, gradient);
      let value = 0;
      for (let row = 0; row < rowCount; row++)
        value += weights[row]! * loss.ofRow(scores[row]!, target[row]!);
      return value;
    },
    *hessian(parameters, matrix, subset) {
      derive(parameters);
      yield* design.hessian(derivatives.hessians, matrix, subset);
    },
    start,
    isIntercept: (parameter) => parameter === 0,
    mayRunAway: loss.name === 'logistic',
  };
}
