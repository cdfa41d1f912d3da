import { Problem } from '../../base/problem.ts';
import { meanScore, safeExp } from './logLink.ts';
import type { Loss } from './loss.ts';

/**
 * Negative log-quasi-likelihood of Tweedie's compound Poisson-gamma family with log link (Jorgensen 1987): amounts of
 * which many are exactly 0. The variance grows as mean^power.
 * @param power in (1, 2): near 1 like counts, near 2 like gamma amounts
 * @throws Problem invalid_input when the power is outside (1, 2)
 */
export function tweedieLoss(power = 1.5): Loss {
  if (!(power > 1 && power < 2))
    throw new Problem('invalid_input', 'The power of a Tweedie loss must lie between 1 and 2.', {
      findings: [
        { path: 'tweediePower', message: 'not a power', received: power, allowed: 'above 1, below 2' },
      ],
    });
  const one = 1 - power;
  const two = 2 - power;
  return {
    name: 'tweedie',
    targets: { words: 'at least 0', allows: (target) => target >= 0 && Number.isFinite(target) },
    constant: meanScore,
    derive(scores, target, weights, { gradients, hessians }) {
      for (let row = 0; row < scores.length; row++) {
        const claim = target[row]! * safeExp(one * scores[row]!);
        const expected = safeExp(two * scores[row]!);
        gradients[row] = weights[row]! * (expected - claim);
        hessians[row] = weights[row]! * (two * expected - one * claim);
      }
    },
    ofRow: (score, target) => safeExp(two * score) / two - (target * safeExp(one * score)) / one,
  };
}
