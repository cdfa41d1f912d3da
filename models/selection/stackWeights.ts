import { sigmoid } from '../numeric/sigmoid.ts';

/** Weights of members, at least 0, and what is added to their weighted sum. */
export interface StackWeights {
  readonly weights: Float64Array;
  readonly intercept: number;
}

export interface StackRows {
  /** Per member the out-of-fold score of each row: log-odds of classifiers, predictions of regressors. */
  readonly scores: readonly Float64Array[];
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

const mostIterations = 50;
/** As many rows as this pull towards equal weights, so that members which say the same share theirs. */
const priorRows = 1;

/**
 * Stacked generalisation: the non-negative combination of out-of-fold scores with the least loss, log-loss of the
 * combined log-odds or squared error of the combined predictions. Without the bound, members that say nearly the same
 * get large weights of opposite signs.
 *
 * L. Breiman (1996), Stacked regressions, Machine Learning 24, 49-64; M. van der Laan, E. Polley & A. Hubbard (2007),
 * Super learner, Statistical Applications in Genetics and Molecular Biology 6.
 */
export function fitStackWeights(rows: StackRows, loss: 'log' | 'squared'): StackWeights {
  const { scores, weights } = rows;
  const members = scores.length;
  const size = members + 1;
  const x = new Float64Array(size).fill(1 / members);
  x[members] = 0;
  const scale = scores.map((each) => deviation(each, weights));
  let value = lossOf(rows, x, loss, scale);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const { gradient, hessian } = derivatives(rows, x, loss, scale);
    const target = boundedMinimum(hessian, gradient, x);
    let improved = false;
    for (let length = 1; length > 1e-6; length /= 2) {
      const next = x.map((from, index) => from + length * (target[index]! - from));
      const nextValue = lossOf(rows, next, loss, scale);
      if (!(nextValue < value)) continue;
      improved = value - nextValue > 1e-10 * Math.abs(value);
      x.set(next);
      value = nextValue;
      break;
    }
    if (!improved) break;
  }
  return { weights: x.slice(0, members), intercept: x[members]! };
}

/** The combined scores under the weights. */
export function combinedScores(
  scores: readonly Float64Array[],
  { weights, intercept }: StackWeights,
): Float64Array {
  const combined = new Float64Array(scores[0]!.length).fill(intercept);
  scores.forEach((each, member) => {
    const weight = weights[member]!;
    if (weight > 0) for (let row = 0; row < combined.length; row++) combined[row]! += weight * each[row]!;
  });
  return combined;
}

function lossOf(rows: StackRows, x: Float64Array, loss: 'log' | 'squared', scale: readonly number[]): number {
  const { labels, weights } = rows;
  const members = rows.scores.length;
  const combined = combinedScores(rows.scores, { weights: x.subarray(0, members), intercept: x[members]! });
  let sum = 0;
  for (let row = 0; row < combined.length; row++) {
    const score = combined[row]!;
    const of =
      loss === 'log'
        ? Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - labels[row]! * score
        : 0.5 * (labels[row]! - score) ** 2;
    sum += weights[row]! * of;
  }
  for (let member = 0; member < members; member++)
    sum += 0.5 * priorRows * (scale[member]! * (x[member]! - 1 / members)) ** 2;
  return sum;
}

function derivatives(rows: StackRows, x: Float64Array, loss: 'log' | 'squared', scale: readonly number[]) {
  const { scores, labels, weights } = rows;
  const members = scores.length;
  const size = members + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const combined = combinedScores(scores, { weights: x.subarray(0, members), intercept: x[members]! });
  const at = new Float64Array(size);
  at[members] = 1;
  for (let row = 0; row < combined.length; row++) {
    const predicted = loss === 'log' ? sigmoid(combined[row]!) : combined[row]!;
    const slope = weights[row]! * (predicted - labels[row]!);
    const curvature = weights[row]! * (loss === 'log' ? Math.max(predicted * (1 - predicted), 1e-9) : 1);
    for (let member = 0; member < members; member++) at[member] = scores[member]![row]!;
    for (let i = 0; i < size; i++) {
      gradient[i]! += slope * at[i]!;
      for (let j = 0; j <= i; j++) hessian[i * size + j]! += curvature * at[i]! * at[j]!;
    }
  }
  for (let member = 0; member < members; member++) {
    const pull = priorRows * scale[member]! ** 2;
    gradient[member]! += pull * (x[member]! - 1 / members);
    hessian[member * size + member]! += pull;
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j]!;
  return { gradient, hessian };
}

/** The minimum of the local quadratic where all parameters but the last are at least 0, one parameter after another. */
function boundedMinimum(hessian: Float64Array, gradient: Float64Array, from: Float64Array): Float64Array {
  const size = from.length;
  const x = from.slice();
  const slope = gradient.slice();
  for (let sweep = 0; sweep < 1000; sweep++) {
    let moved = 0;
    for (let i = 0; i < size; i++) {
      const curvature = hessian[i * size + i]!;
      if (!(curvature > 0)) continue;
      const unbounded = x[i]! - slope[i]! / curvature;
      const step = (i === size - 1 ? unbounded : Math.max(0, unbounded)) - x[i]!;
      if (step === 0) continue;
      x[i]! += step;
      for (let j = 0; j < size; j++) slope[j]! += step * hessian[j * size + i]!;
      moved = Math.max(moved, Math.abs(step) * Math.sqrt(curvature));
    }
    if (moved < 1e-9 * Math.sqrt(hessian[size * size - 1]! || 1)) break;
  }
  return x;
}

function deviation(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    total += weights[row]!;
    sum += weights[row]! * values[row]!;
    squares += weights[row]! * values[row]! ** 2;
  }
  return Math.sqrt(Math.max(0, squares / total - (sum / total) ** 2));
}
