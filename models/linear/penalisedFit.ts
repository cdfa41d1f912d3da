import { Problem } from '../../base/problem.ts';
import { type Minimum, minimiseSteps, type Objective } from '../numeric/lbfgs.ts';
import { newtonSteps } from '../numeric/newton.ts';
import { proximalNewtonSteps } from '../numeric/proximalNewton.ts';
import type { Steps } from '../numeric/steps.ts';
import type { Penalty } from './penalty.ts';

/** A sum of losses as a function of a linear model's parameters. */
export interface LinearProblem {
  /** Total loss and its gradient. */
  readonly loss: Objective;
  /** As LassoProblem.hessian, of the loss alone; without `subset` all parameters. */
  hessian(parameters: Float64Array, matrix: Float64Array, subset?: Int32Array): Steps<void>;
  readonly start: Float64Array;
  /** Whether a parameter is an intercept. */
  isIntercept(parameter: number): boolean;
  /** Whether the loss may fall for ever as parameters grow, as for separable classes. */
  readonly mayRunAway: boolean;
}

/** Up to this many parameters Newton's method is quicker than L-BFGS, whatever the conditioning. */
const fewParameters = 600;

/**
 * The parameters with the least loss + penalty, the optimality conditions met to about 1e-10 of the total loss:
 * Newton's method or L-BFGS without an L1 penalty, proximal Newton with one.
 * @throws Problem degenerate_fit when no optimum exists
 */
export function* penalisedFit(
  problem: LinearProblem,
  { l1, l2 }: Required<Penalty>,
  signal: AbortSignal | undefined,
): Steps<Float64Array> {
  const { start } = problem;
  const size = start.length;
  const coefficients = Array.from(start.keys()).filter((parameter) => !problem.isIntercept(parameter));
  const objective = (parameters: Float64Array, gradient: Float64Array) => {
    let value = problem.loss(parameters, gradient);
    for (const index of coefficients) {
      const parameter = parameters[index]!;
      value += (l2 / 2) * parameter * parameter;
      gradient[index]! += l2 * parameter;
    }
    return value;
  };
  function* hessian(parameters: Float64Array, matrix: Float64Array, subset?: Int32Array): Steps<void> {
    yield* problem.hessian(parameters, matrix, subset);
    const width = subset?.length ?? size;
    for (let at = 0; at < width; at++)
      if (!problem.isIntercept(subset?.[at] ?? at)) matrix[at * width + at]! += l2;
  }
  const options = signal === undefined ? {} : { signal };
  let minimum: Minimum | undefined;
  if (l1 > 0)
    minimum = yield* proximalNewtonSteps(
      {
        objective,
        hessian: (parameters, subset, matrix) => hessian(parameters, matrix, subset),
        l1: start.map((_, parameter) => (problem.isIntercept(parameter) ? 0 : l1)),
      },
      start,
      options,
    );
  else {
    if (size <= fewParameters) minimum = yield* newtonSteps(objective, hessian, start, options);
    minimum ??= yield* minimiseSteps(objective, start, options);
  }
  const stuck = !minimum.converged && minimum.gradientNorm > 1e-6 * Math.max(1, Math.abs(minimum.value));
  // Separable classes let the gradient vanish on the way to infinity; e^20 per standard deviation is beyond belief.
  const runsAway =
    problem.mayRunAway && l1 === 0 && l2 === 0 && minimum.x.some((each) => Math.abs(each) > 20);
  if (stuck || runsAway)
    throw new Problem('degenerate_fit', 'The coefficients grow without bound: no optimum exists.', {
      remedy: 'Use a penalty above 0.',
    });
  return minimum.x;
}
