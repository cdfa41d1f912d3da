import { seededRandom } from '../../../base/random.ts';
import { sigmoid } from '../../numeric/sigmoid.ts';
import type { DecidedPair } from './decidePairs.ts';
import { certainty } from './learnFromLabels.ts';

/**
 * The pairs whose labels would teach most: drawn with weight p (1 - p), the variance of the answer, so that doubtful
 * pairs come first but not only pairs of one kind. Pairs that somebody judged are not asked about again.
 *
 * Source: weighted drawing without replacement by P. S. Efraimidis, P. G. Spirakis (2006), Information Processing
 * Letters 97, 181-185.
 */
export function pairsToLabel(pairs: Iterable<DecidedPair>, count: number, seed = 1): DecidedPair[] {
  const random = seededRandom(seed);
  let drawn: { pair: DecidedPair; key: number }[] = [];
  const keepBest = () => {
    drawn = drawn.sort((a, b) => a.key - b.key).slice(0, count);
  };
  for (const pair of pairs) {
    if (Math.abs(pair.logOdds) >= certainty) continue;
    const probability = sigmoid(pair.logOdds);
    const weight = probability * (1 - probability) + 1e-9;
    drawn.push({ pair, key: -Math.log(1 - random.uniform()) / weight });
    if (drawn.length > 4 * count + 1000) keepBest();
  }
  keepBest();
  return drawn.map(({ pair }) => pair);
}
