import { meanScore, safeExp } from './logLink.ts';
import type { Loss } from './loss.ts';

/**
 * Negative log-likelihood of a Poisson count whose logarithmic mean is the score, without the factorial. Fits the mean
 * of any target of at least 0, counts or not.
 */
export const poissonLoss: Loss = {
  name: 'poisson',
  targets: { words: 'at least 0', allows: (target) => target >= 0 && Number.isFinite(target) },
  constant: meanScore,
  derive(scores, target, weights, { gradients, hessians }) {
    for (let row = 0; row < scores.length; row++) {
      const mean = safeExp(scores[row]!);
      gradients[row] = weights[row]! * (mean - target[row]!);
      hessians[row] = weights[row]! * mean;
    }
  },
  ofRow: (score, target) => safeExp(score) - target * score,
};
