import { weightedMean } from './metrics/weightedMean.ts';
import { log1pExp, sigmoid } from './numeric/sigmoid.ts';

/** First and second derivative of the loss by each row's raw score, times the row's weight. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** What training minimises, row by row, as a function of the raw score. */
export interface Loss {
  readonly name: 'logistic' | 'squared';
  /** The best constant raw score. */
  constant(target: Float64Array, weights: Float64Array): number;
  /** Writes weight x derivatives of every row. */
  derive(scores: Float64Array, target: Float64Array, weights: Float64Array, into: Derivatives): void;
  ofRow(score: number, target: number): number;
}

export const logisticLoss: Loss = {
  name: 'logistic',
  constant(target, weights) {
    const mean = weightedMean(target, weights);
    return Math.log(mean / (1 - mean));
  },
  derive(scores, target, weights, { gradients, hessians }) {
    for (let row = 0; row < scores.length; row++) {
      const probability = sigmoid(scores[row]!);
      gradients[row] = weights[row]! * (probability - target[row]!);
      hessians[row] = weights[row]! * Math.max(probability * (1 - probability), 1e-16);
    }
  },
  ofRow: (score, target) => log1pExp(score) - target * score,
};

export const squaredLoss: Loss = {
  name: 'squared',
  constant: weightedMean,
  derive(scores, target, weights, { gradients, hessians }) {
    for (let row = 0; row < scores.length; row++) {
      gradients[row] = weights[row]! * (scores[row]! - target[row]!);
      hessians[row] = weights[row]!;
    }
  },
  ofRow: (score, target) => (score - target) ** 2 / 2,
};
