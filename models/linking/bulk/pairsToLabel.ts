import { seededRandom } from '../../../base/random.ts';
import { sigmoid } from '../../numeric/sigmoid.ts';
import type { DecidedPair } from './decidePairs.ts';

/**
 * The pairs whose labels would teach most: drawn with weight p (1 - p), the variance of the answer, so that doubtful
 * pairs come first but not only pairs of one kind.
 *
 * Source: weighted drawing without replacement by P. S. Efraimidis, P. G. Spirakis (2006), Information Processing
 * Letters 97, 181-185.
 */
export function pairsToLabel(pairs: readonly DecidedPair[], count: number, seed = 1): DecidedPair[] {
  const random = seededRandom(seed);
  return pairs
    .map((pair) => {
      const probability = sigmoid(pair.logOdds);
      const weight = probability * (1 - probability) + 1e-9;
      return { pair, key: -Math.log(1 - random.uniform()) / weight };
    })
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ pair }) => pair);
}
