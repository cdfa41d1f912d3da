import { minimise, type Objective } from '../numeric/lbfgs.ts';
import { newtonMinimise } from '../numeric/newton.ts';
import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';
import { smoothedTargets } from './smoothedTargets.ts';

export interface BetaCalibrator {
  readonly kind: 'beta';
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * Weight of the belief that nothing needs changing (a = b = 1). It decides only where the rows say nothing, such as b
 * when no probability is far from 0, which would otherwise be free to make the first high score a certainty.
 */
const prior = 0.01;

/** P(class 1) = sigmoid(a ln p - b ln(1 - p) + c) for log-odds of p. */
export function betaProbability({ a, b, c }: BetaCalibrator, score: number): number {
  return sigmoid(c - a * log1pExp(-score) + b * log1pExp(score));
}

/**
 * Beta calibration: the map that is right when the scores of each class follow a beta distribution. It holds the
 * identity, bends either end on its own, and is never decreasing (a, b >= 0: the constrained maximum of the
 * likelihood with smoothed targets, found by trying which bounds hold).
 * Kull, Silva Filho & Flach (2017), Beyond sigmoids: how to obtain well-calibrated probabilities from binary
 * classifiers with beta calibration, Electronic J. of Statistics 11, 5052-5080, section 4.
 */
export function fitBeta(scores: Float64Array, labels: Float64Array, weights: Float64Array): BetaCalibrator {
  const aims = smoothedTargets(labels, weights, 2);
  const columns = [scores.map((score) => -log1pExp(-score)), scores.map((score) => log1pExp(score))];
  const target = labels.map((label) => (label === 1 ? aims[1]! : 1 - aims[0]!));
  const fitOf = (free: readonly number[]) => fitFree(columns, free, target, weights);
  const inside = fitOf([0, 1]);
  if (inside.a >= 0 && inside.b >= 0) return calibratorOf(inside);
  const edges = [[0], [1], []].map(fitOf).filter(({ a, b }) => a >= 0 && b >= 0);
  return calibratorOf(edges.reduce((best, fit) => (fit.loss < best.loss ? fit : best)));
}

interface Fit extends Omit<BetaCalibrator, 'kind'> {
  readonly loss: number;
}

const calibratorOf = ({ a, b, c }: Fit): BetaCalibrator => ({ kind: 'beta', a, b, c });

/** The best fit in which only the `free` ones of a, b (and c) differ from 0. */
function fitFree(
  columns: readonly Float64Array[],
  free: readonly number[],
  target: Float64Array,
  weights: Float64Array,
): Fit {
  const used = free.map((index) => columns[index]!);
  const size = used.length + 1;
  const scoreOf = (x: Float64Array, row: number) => {
    let score = x[size - 1]!;
    for (let index = 0; index < used.length; index++) score += x[index]! * used[index]![row]!;
    return score;
  };
  const objective: Objective = (x, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < target.length; row++) {
      const score = scoreOf(x, row);
      loss += weights[row]! * (log1pExp(score) - target[row]! * score);
      const residual = weights[row]! * (sigmoid(score) - target[row]!);
      for (let index = 0; index < used.length; index++) gradient[index]! += residual * used[index]![row]!;
      gradient[size - 1]! += residual;
    }
    for (let index = 0; index < used.length; index++) {
      loss += (prior / 2) * (x[index]! - 1) ** 2;
      gradient[index]! += prior * (x[index]! - 1);
    }
    return loss;
  };
  const hessian = (x: Float64Array, matrix: Float64Array) => {
    matrix.fill(0);
    for (let row = 0; row < target.length; row++) {
      const probability = sigmoid(scoreOf(x, row));
      const curvature = weights[row]! * probability * (1 - probability);
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++)
          matrix[i * size + j]! += curvature * (used[i]?.[row] ?? 1) * (used[j]?.[row] ?? 1);
    }
    for (let index = 0; index < used.length; index++) matrix[index * size + index]! += prior;
  };
  const start = new Float64Array(size).fill(1, 0, used.length);
  const { x, value } = newtonMinimise(objective, hessian, start) ?? minimise(objective, start);
  const full = [0, 0];
  free.forEach((column, index) => {
    full[column] = x[index]!;
  });
  // What holding a coefficient at 0 costs in prior belief.
  const held = (prior / 2) * (2 - free.length);
  return { a: full[0]!, b: full[1]!, c: x[size - 1]!, loss: value + held };
}
