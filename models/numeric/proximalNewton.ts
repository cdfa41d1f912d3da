import { largestMagnitudeOf } from './largestMagnitude.ts';
import { type LassoQuadratic, solveLassoQuadratic } from './lassoQuadratic.ts';
import type { MinimiseOptions, Minimum, Objective } from './lbfgs.ts';
import type { Steps } from './steps.ts';

/** A smooth convex function plus sum of l1[i] x |x[i]|. */
export interface LassoProblem {
  /** Value and gradient of the smooth part. */
  readonly objective: Objective;
  /**
   * Writes the smooth part's second derivatives by the parameters of `subset` (ascending) at `x` (always the point of
   * the last accepted value) into the lower triangle of the square `matrix`, row by row. May give way on the way.
   */
  hessian(x: Float64Array, subset: Int32Array, matrix: Float64Array): Steps<void>;
  /** Non-negative; 0 leaves a parameter free. */
  readonly l1: Float64Array;
}

export interface ProximalNewtonOptions extends MinimiseOptions {
  /**
   * Most parameters that move in one step; the memory of the second derivatives is its square. Where more would move,
   * those that violate the conditions most do. Default 3000.
   */
  readonly largestSubset?: number;
}

/**
 * Proximal Newton with an active set (Lee, Sun & Saunders 2014; Friedman, Hastie & Tibshirani 2010): each step
 * minimises the local quadratic plus the L1 term over the parameters that are not at rest at 0, then searches along
 * it. The result's `gradientNorm` is the largest violation of the optimality (Karush-Kuhn-Tucker) conditions:
 * |gradient + l1 x sign| of a parameter that is not 0, the excess of |gradient| over l1 of one that is.
 */
export function* proximalNewtonSteps(
  problem: LassoProblem,
  start: Float64Array,
  options: ProximalNewtonOptions = {},
): Steps<Minimum> {
  const { tolerance = 1e-10, maximumIterations = 200, largestSubset = 3000 } = options;
  const { l1 } = problem;
  const size = start.length;
  const x = start.slice();
  const next = new Float64Array(size);
  let gradient: Float64Array = new Float64Array(size);
  let nextGradient: Float64Array = new Float64Array(size);
  let value = problem.objective(x, gradient) + penaltyOf(x, l1);
  let violations = violationsOf(x, gradient, l1);
  for (let iteration = 0; ; iteration++) {
    options.signal?.throwIfAborted();
    yield;
    const worst = largestMagnitudeOf(violations);
    const goal = tolerance * Math.max(1, Math.abs(value));
    const converged = worst <= goal;
    if (converged || iteration === maximumIterations)
      return { x, value, gradientNorm: worst, iterations: iteration, converged };
    const subset = movingParameters(x, violations, l1, largestSubset);
    const matrix = new Float64Array(subset.length * subset.length);
    yield* problem.hessian(x, subset, matrix);
    const local: LassoQuadratic = {
      matrix,
      gradient: pickFrom(gradient, subset),
      l1: pickFrom(l1, subset),
    };
    const from = pickFrom(x, subset);
    const to = solveLassoQuadratic(local, from, Math.max(Math.min(0.05, worst) * worst, goal / 10));
    let slope = 0;
    subset.forEach((parameter, index) => {
      slope +=
        gradient[parameter]! * (to[index]! - from[index]!) +
        l1[parameter]! * (Math.abs(to[index]!) - Math.abs(from[index]!));
    });
    let accepted = false;
    for (let length = 1; length > 1e-10; length /= 2) {
      next.set(x);
      subset.forEach((parameter, index) => {
        next[parameter] = length === 1 ? to[index]! : from[index]! + length * (to[index]! - from[index]!);
      });
      const nextValue = problem.objective(next, nextGradient) + penaltyOf(next, l1);
      const nextViolations = violationsOf(next, nextGradient, l1);
      const better = slope < 0 && nextValue <= value + 1e-4 * length * slope;
      // Close to the minimum values no longer tell points apart; the violation still does.
      const flat = nextValue <= value + 1e-12 * Math.abs(value) && largestMagnitudeOf(nextViolations) < worst;
      if (!better && !flat) continue;
      accepted = true;
      value = nextValue;
      violations = nextViolations;
      x.set(next);
      [gradient, nextGradient] = [nextGradient, gradient];
      break;
    }
    if (!accepted) return { x, value, gradientNorm: worst, iterations: iteration, converged: false };
  }
}

/** Those away from 0, free, or pulled from 0; when too many, the most violated. In ascending order. */
function movingParameters(
  x: Float64Array,
  violations: Float64Array,
  l1: Float64Array,
  most: number,
): Int32Array {
  const moving: number[] = [];
  for (let index = 0; index < x.length; index++)
    if (x[index] !== 0 || l1[index] === 0 || violations[index]! > 0) moving.push(index);
  if (moving.length > most) {
    moving.sort((a, b) => violations[b]! - violations[a]! || a - b);
    moving.length = most;
    moving.sort((a, b) => a - b);
  }
  return Int32Array.from(moving);
}

function violationsOf(x: Float64Array, gradient: Float64Array, l1: Float64Array): Float64Array {
  return x.map((each, index) =>
    each === 0
      ? Math.max(Math.abs(gradient[index]!) - l1[index]!, 0)
      : Math.abs(gradient[index]! + Math.sign(each) * l1[index]!),
  );
}

function penaltyOf(x: Float64Array, l1: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < x.length; index++) sum += l1[index]! * Math.abs(x[index]!);
  return sum;
}

function pickFrom(values: Float64Array, subset: Int32Array): Float64Array {
  return Float64Array.from(subset, (index) => values[index]!);
}
