import type { Random } from '../../base/random.ts';

/**
 * What multiplies the neurons of a layer in training (Srivastava et al. 2014): 0 for about `share` of them, 1 / (1 -
 * share) for the others. A mask has tens of thousands of entries, so a small generator (Marsaglia 2003, xorshift32)
 * seeded by `random` draws them.
 */
export function dropoutMask(length: number, share: number, random: Random): Float32Array {
  const mask = new Float32Array(length);
  const kept = 1 / (1 - share);
  const threshold = share * 2 ** 32;
  let state = 1 + random.integer(2 ** 31 - 1);
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    mask[at] = state >>> 0 < threshold ? 0 : kept;
  }
  return mask;
}
