import { largestMagnitudeOf } from './largestMagnitude.ts';
import { finish, type Steps } from './steps.ts';

/** Writes the gradient at `x` into `gradient` and returns the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  /** Largest absolute component of the gradient. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface MinimiseOptions {
  /** Stop when the gradient norm is at most tolerance x max(1, |value|). */
  readonly tolerance?: number;
  readonly maximumIterations?: number;
  readonly memory?: number;
  readonly signal?: AbortSignal;
}

/**
 * Limited-memory BFGS with a strong-Wolfe line search (Nocedal & Wright, Numerical Optimization, algorithms 7.4, 3.5
 * and 3.6). Close to the minimum, where values no longer tell points apart, the slope alone decides (the approximate
 * Wolfe condition of Hager & Zhang 2005), which lets the gradient reach the limit of the arithmetic.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  return finish(minimiseSteps(objective, start, options));
}

/** As `minimise`, giving way before each iteration. */
export function* minimiseSteps(
  objective: Objective,
  start: Float64Array,
  options: MinimiseOptions = {},
): Steps<Minimum> {
  const { tolerance = 1e-10, maximumIterations = 1000, memory = 12 } = options;
  const size = start.length;
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(size);
  let value = objective(x, gradient);
  const pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  const done = (iterations: number, converged: boolean): Minimum => ({
    x,
    value,
    gradientNorm: largestMagnitudeOf(gradient),
    iterations,
    converged,
  });

  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    options.signal?.throwIfAborted();
    yield;
    if (largestMagnitudeOf(gradient) <= tolerance * Math.max(1, Math.abs(value)))
      return done(iteration, true);
    let direction = descentDirection(gradient, pairs);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      pairs.length = 0;
      direction = gradient.map((component) => -component);
      slope = dot(direction, gradient);
    }
    const first = pairs.length === 0 ? Math.min(1, 1 / largestMagnitudeOf(gradient)) : 1;
    const found = lineSearch(objective, { x, value, gradient }, direction, slope, first);
    if (found === undefined) {
      if (pairs.length === 0) return done(iteration, false);
      pairs.length = 0;
      continue;
    }
    const step = new Float64Array(size);
    const change = new Float64Array(size);
    for (let index = 0; index < size; index++) {
      step[index] = found.x[index]! - x[index]!;
      change[index] = found.gradient[index]! - gradient[index]!;
    }
    const curvature = dot(step, change);
    if (curvature > 1e-14 * dot(change, change) ** 0.5 * dot(step, step) ** 0.5) {
      pairs.push({ step, change, curvature });
      if (pairs.length > memory) pairs.shift();
    }
    ({ x, value, gradient } = found);
  }
  return done(maximumIterations, largestMagnitudeOf(gradient) <= tolerance * Math.max(1, Math.abs(value)));
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function descentDirection(
  gradient: Float64Array,
  pairs: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((component) => -component);
  const weights = new Float64Array(pairs.length);
  for (let index = pairs.length - 1; index >= 0; index--) {
    const { step, change, curvature } = pairs[index]!;
    weights[index] = dot(step, direction) / curvature;
    addScaled(direction, change, -weights[index]!);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = last.curvature / dot(last.change, last.change);
    for (let index = 0; index < direction.length; index++) direction[index]! *= scale;
  }
  pairs.forEach(({ step, change, curvature }, index) => {
    addScaled(direction, step, weights[index]! - dot(change, direction) / curvature);
  });
  return direction;
}

const sufficientDecrease = 1e-4;
const curvatureShare = 0.9;

function lineSearch(
  objective: Objective,
  from: Point,
  direction: Float64Array,
  slope: number,
  firstStep: number,
): Point | undefined {
  const noise = 1e-13 * Math.abs(from.value);
  let low = 0;
  let lowValue = from.value;
  let lowSlope = slope;
  let high = Number.POSITIVE_INFINITY;
  let highValue = 0;
  let step = firstStep;
  for (let trial = 0; trial < 60; trial++) {
    const x = from.x.slice();
    addScaled(x, direction, step);
    const gradient = new Float64Array(x.length);
    const value = objective(x, gradient);
    const trialSlope = dot(direction, gradient);
    const usable = Number.isFinite(value) && Number.isFinite(trialSlope);
    const decreased = usable && value <= from.value + sufficientDecrease * step * slope;
    const flat = usable && value <= from.value + noise && trialSlope <= (2 * sufficientDecrease - 1) * slope;
    if ((decreased || flat) && Math.abs(trialSlope) <= curvatureShare * -slope) return { x, value, gradient };
    if (!(decreased || flat) || (value > lowValue + noise && low > 0)) {
      high = step;
      highValue = usable ? value : Number.POSITIVE_INFINITY;
    } else {
      if (trialSlope >= 0) {
        high = step;
        highValue = value;
      } else {
        low = step;
        lowValue = value;
        lowSlope = trialSlope;
      }
    }
    if (high === Number.POSITIVE_INFINITY) step *= 2.5;
    else step = between(low, lowValue, lowSlope, high, highValue);
    if (Number.isFinite(high) && high - low <= 1e-16 * high) return undefined;
  }
  return undefined;
}

/** Minimum of the parabola through both ends, kept away from them. */
function between(low: number, lowValue: number, lowSlope: number, high: number, highValue: number): number {
  const width = high - low;
  const parabola = (-lowSlope * width) / (2 * ((highValue - lowValue) / width - lowSlope));
  const inside = Number.isFinite(parabola) && parabola > 0.1 * width && parabola < 0.9 * width;
  return low + (inside ? parabola : 0.5 * width);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, scale: number): void {
  for (let index = 0; index < target.length; index++) target[index]! += scale * source[index]!;
}
