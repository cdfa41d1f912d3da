import { Problem } from '../../base/problem.ts';
import type { Loss } from '../losses/loss.ts';
import { minimise } from '../numeric/lbfgs.ts';
import { newtonMinimise } from '../numeric/newton.ts';
import type { Design } from './design.ts';

/** Up to this many parameters Newton's method is quicker than L-BFGS, whatever the conditioning. */
const fewParameters = 600;

/**
 * The parameters with the least loss + l2 / 2 x |parameters|^2, the intercept (parameter 0) free of the penalty.
 * @throws Problem degenerate_fit when no optimum exists
 */
export function penalisedFit(
  design: Design,
  loss: Loss,
  target: Float64Array,
  weights: Float64Array,
  l2: number,
  signal: AbortSignal | undefined,
): Float64Array {
  const rowCount = target.length;
  const size = design.parameterCount;
  const scores = new Float64Array(rowCount);
  const derivatives = { gradients: new Float64Array(rowCount), hessians: new Float64Array(rowCount) };
  const derive = (parameters: Float64Array) => {
    scores.fill(0);
    design.score(parameters, scores);
    loss.derive(scores, target, weights, derivatives);
  };
  const objective = (parameters: Float64Array, gradient: Float64Array) => {
    derive(parameters);
    design.gradient(derivatives.gradients, gradient);
    let value = 0;
    for (let row = 0; row < rowCount; row++) value += weights[row]! * loss.ofRow(scores[row]!, target[row]!);
    for (let index = 1; index < size; index++) {
      const parameter = parameters[index]!;
      value += (l2 / 2) * parameter * parameter;
      gradient[index]! += l2 * parameter;
    }
    return value;
  };
  const hessian = (parameters: Float64Array, matrix: Float64Array) => {
    derive(parameters);
    design.hessian(derivatives.hessians, matrix);
    for (let index = 1; index < size; index++) matrix[index * size + index]! += l2;
  };
  const start = new Float64Array(size);
  start[0] = loss.constant(target, weights);
  const options = signal === undefined ? {} : { signal };
  const minimum =
    (size <= fewParameters ? newtonMinimise(objective, hessian, start, options) : undefined) ??
    minimise(objective, start, options);
  const stuck = !minimum.converged && minimum.gradientNorm > 1e-6 * Math.max(1, Math.abs(minimum.value));
  // Separable classes let the gradient vanish on the way to infinity; e^20 per standard deviation is beyond belief.
  const runsAway = loss.name === 'logistic' && l2 === 0 && minimum.x.some((each) => Math.abs(each) > 20);
  if (stuck || runsAway)
    throw new Problem('degenerate_fit', 'The coefficients grow without bound: no optimum exists.', {
      remedy: 'Use an L2 penalty above 0.',
    });
  return minimum.x;
}

/** @throws Problem invalid_input */
export function checkPenalty(l2: number): void {
  if (!(l2 >= 0 && l2 < Number.POSITIVE_INFINITY))
    throw new Problem('invalid_input', 'The L2 penalty must be a finite number of at least 0.', {
      findings: [{ path: 'l2', message: 'not a penalty', received: l2, allowed: '>= 0' }],
    });
}
