import { weightedMean } from '../metrics/weightedMean.ts';
import type { Loss } from './loss.ts';

/** Half the squared error: its minimum is the mean. */
export const squaredLoss: Loss = {
  name: 'squared',
  targets: { words: 'a finite number', allows: Number.isFinite },
  constant: weightedMean,
  derive(scores, target, weights, { gradients, hessians }) {
    for (let row = 0; row < scores.length; row++) {
      gradients[row] = weights[row]! * (scores[row]! - target[row]!);
      hessians[row] = weights[row]!;
    }
  },
  ofRow: (score, target) => (score - target) ** 2 / 2,
};
