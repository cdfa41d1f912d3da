import { choleskyInPlace, choleskySolve } from './cholesky.ts';
import { largestMagnitudeOf } from './largestMagnitude.ts';
import type { MinimiseOptions, Minimum, Objective } from './lbfgs.ts';
import { finish, type Steps } from './steps.ts';

/** A factor is kept for the next step while steps with it shrink the gradient by at least this much. */
const goodShrinkage = 0.2;

/**
 * Newton's method with step halving for smooth convex functions. A Hessian costs far more than a step, so one
 * serves for as long as it leads down quickly (Shamanskii 1967).
 * @param hessian writes the lower triangle at `x` (always the point of the last accepted value) into the matrix
 * @returns undefined where the Hessian is singular or no step helps; L-BFGS may still succeed
 */
export function newtonMinimise(
  objective: Objective,
  hessian: (x: Float64Array, matrix: Float64Array) => void,
  start: Float64Array,
  options: MinimiseOptions = {},
): Minimum | undefined {
  const steps = function* (x: Float64Array, matrix: Float64Array): Steps<void> {
    hessian(x, matrix);
    yield;
  };
  return finish(newtonSteps(objective, steps, start, options));
}

/** As `newtonMinimise`, giving way before each iteration and wherever the Hessian does. */
export function* newtonSteps(
  objective: Objective,
  hessian: (x: Float64Array, matrix: Float64Array) => Steps<void>,
  start: Float64Array,
  options: MinimiseOptions = {},
): Steps<Minimum | undefined> {
  const { tolerance = 1e-10, maximumIterations = 100 } = options;
  const size = start.length;
  const matrix = new Float64Array(size * size);
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(x, gradient);
  let normBefore = 0;
  for (let iteration = 0; iteration <= maximumIterations; iteration++) {
    options.signal?.throwIfAborted();
    yield;
    const norm = largestMagnitudeOf(gradient);
    if (norm <= tolerance * Math.max(1, Math.abs(value)))
      return { x, value, gradientNorm: norm, iterations: iteration, converged: true };
    const fresh = norm > goodShrinkage * normBefore;
    if (fresh) {
      yield* hessian(x, matrix);
      if (!choleskyInPlace(matrix, size)) return undefined;
    }
    const step = gradient.slice();
    choleskySolve(matrix, size, step);
    const slope = -step.reduce((sum, component, index) => sum + component * gradient[index]!, 0);
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let accepted = false;
    for (let length = 1; length > 1e-10; length /= 2) {
      for (let index = 0; index < size; index++) next[index] = x[index]! - length * step[index]!;
      const nextValue = objective(next, nextGradient);
      const noise = 1e-12 * Math.abs(value);
      const better = nextValue <= value + 1e-4 * length * slope;
      const flat = nextValue <= value + noise && largestMagnitudeOf(nextGradient) < norm;
      if (better || flat) {
        value = nextValue;
        accepted = true;
        break;
      }
    }
    if (!accepted && fresh) return undefined;
    // A step that an old factor failed at is taken again with a new one.
    normBefore = accepted ? norm : 0;
    if (!accepted) continue;
    x = next;
    gradient = nextGradient;
  }
  return undefined;
}
