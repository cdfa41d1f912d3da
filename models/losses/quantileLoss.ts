import { Problem } from '../../base/problem.ts';
import type { Loss } from './loss.ts';
import { weightedQuantile } from './weightedQuantile.ts';

/**
 * Pinball loss (Koenker & Bassett 1978): its minimum is the quantile. The hessian is 1, a stand-in: the loss has no
 * curvature, so leaves take the quantile of their residuals instead of a Newton step, as in LightGBM and scikit-learn.
 * @param alpha share of the targets that lie below the prediction, in (0, 1)
 * @throws Problem invalid_input when alpha is outside (0, 1)
 */
export function quantileLoss(alpha = 0.5): Loss {
  if (!(alpha > 0 && alpha < 1))
    throw new Problem('invalid_input', 'The quantile to predict must lie between 0 and 1.', {
      findings: [{ path: 'alpha', message: 'not a quantile', received: alpha, allowed: 'above 0, below 1' }],
    });
  return {
    name: 'quantile',
    targets: { words: 'a finite number', allows: Number.isFinite },
    constant: (target, weights) => weightedQuantile(target, weights, alpha),
    derive(scores, target, weights, { gradients, hessians }) {
      for (let row = 0; row < scores.length; row++) {
        gradients[row] = weights[row]! * (target[row]! > scores[row]! ? -alpha : 1 - alpha);
        hessians[row] = weights[row]!;
      }
    },
    ofRow(score, target) {
      const residual = target - score;
      return residual > 0 ? alpha * residual : (alpha - 1) * residual;
    },
    leafValue: (residuals, weights) => weightedQuantile(residuals, weights, alpha),
  };
}
