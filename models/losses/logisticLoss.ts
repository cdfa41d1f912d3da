import { weightedMean } from '../metrics/weightedMean.ts';
import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';
import type { Loss } from './loss.ts';

/** Negative log-likelihood of a 0/1 target whose log-odds are the score. */
export const logisticLoss: Loss = {
  name: 'logistic',
  targets: { words: '0 or 1', allows: (target) => target === 0 || target === 1 },
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
