import type { Design } from './design.ts';
import type { LinearProblem } from './penalisedFit.ts';

/**
 * Softmax log loss, of classes that all occur, of one linear score per class, symmetric: every class has its own parameters, class after class.
 * Adding the same number to all intercepts changes no probability; half the square of their sum is added to the loss,
 * which picks the intercepts that sum to 0 and makes the second derivatives regular.
 */
export function multinomialProblem(
  design: Design,
  target: Int32Array,
  classCount: number,
  weights: Float64Array,
): LinearProblem {
  const rowCount = target.length;
  const width = design.parameterCount;
  const scores = Array.from({ length: classCount }, () => new Float64Array(rowCount));
  const residuals = new Float64Array(rowCount);
  /** Leaves in `scores` the probabilities. */
  const derive = (parameters: Float64Array) => {
    scores.forEach((ofClass, index) => {
      ofClass.fill(0);
      design.score(parameters.subarray(index * width, (index + 1) * width), ofClass);
    });
    let value = 0;
    for (let row = 0; row < rowCount; row++) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const ofClass of scores) largest = Math.max(largest, ofClass[row]!);
      const own = scores[target[row]!]![row]!;
      let sum = 0;
      for (const ofClass of scores) {
        ofClass[row] = Math.exp(ofClass[row]! - largest);
        sum += ofClass[row]!;
      }
      for (const ofClass of scores) ofClass[row]! /= sum;
      value += weights[row]! * (Math.log(sum) + largest - own);
    }
    return value;
  };
  const interceptSum = (parameters: Float64Array) => {
    let sum = 0;
    for (let index = 0; index < classCount; index++) sum += parameters[index * width]!;
    return sum;
  };
  return {
    loss(parameters, gradient) {
      const value = derive(parameters);
      const sum = interceptSum(parameters);
      scores.forEach((probabilities, index) => {
        for (let row = 0; row < rowCount; row++)
          residuals[row] = weights[row]! * (probabilities[row]! - (target[row] === index ? 1 : 0));
        const ofClass = gradient.subarray(index * width, (index + 1) * width);
        design.gradient(residuals, ofClass);
        ofClass[0]! += sum;
      });
      return value + sum ** 2 / 2;
    },
    *hessian(parameters, matrix, subset = Int32Array.from({ length: classCount * width }, (_, at) => at)) {
      derive(parameters);
      // All classes share the columns that any of them needs, so that every block is symmetric.
      const columns = Int32Array.from(new Set(subset.map((parameter) => parameter % width))).sort();
      const position = new Map(Array.from(columns, (column, at) => [column, at]));
      const block = new Float64Array(columns.length ** 2);
      matrix.fill(0);
      for (let first = 0; first < classCount; first++)
        for (let second = 0; second <= first; second++) {
          for (let row = 0; row < rowCount; row++) {
            const probability = scores[first]![row]!;
            residuals[row] =
              weights[row]! * probability * ((first === second ? 1 : 0) - scores[second]![row]!);
          }
          yield* design.hessian(residuals, block, columns);
          writeBlock(first, second);
        }

      function writeBlock(first: number, second: number): void {
        subset.forEach((rowParameter, row) => {
          if (Math.floor(rowParameter / width) !== first) return;
          const a = position.get(rowParameter % width)!;
          for (let column = 0; column <= row; column++) {
            const columnParameter = subset[column]!;
            if (Math.floor(columnParameter / width) !== second) continue;
            const b = position.get(columnParameter % width)!;
            matrix[row * subset.length + column] =
              block[Math.max(a, b) * columns.length + Math.min(a, b)]! +
              (rowParameter % width === 0 && columnParameter % width === 0 ? 1 : 0);
          }
        });
      }
    },
    start: startOf(target, classCount, weights, width),
    isIntercept: (parameter) => parameter % width === 0,
    mayRunAway: true,
  };
}

/** Intercepts of the classes' shares, centred; everything else 0. */
function startOf(target: Int32Array, classCount: number, weights: Float64Array, width: number): Float64Array {
  const shares = new Float64Array(classCount);
  target.forEach((label, row) => {
    shares[label]! += weights[row]!;
  });
  const logs = shares.map(Math.log);
  const mean = logs.reduce((sum, each) => sum + each, 0) / classCount;
  const start = new Float64Array(classCount * width);
  logs.forEach((each, index) => {
    start[index * width] = each - mean;
  });
  return start;
}
