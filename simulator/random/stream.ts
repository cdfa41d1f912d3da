import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of uniform numbers in [0, 1). */
export type Uniform = () => number;

/** Four 32-bit words from a text (MurmurHash3-style mixing): distinct keys give unrelated streams. */
function words(text: string): readonly number[] {
  return [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((salt) => {
    let hash = salt;
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x5bd1e995);
      hash ^= hash >>> 13;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) | 0;
  });
}

/**
 * A stream of its own for every concern, e.g. stream(7, 'review', callId). What one concern draws, and in
 * which order answers arrive, can therefore never move another concern's numbers: two runs with the same seed
 * hear the same callers whatever the service answers.
 */
export function stream(seed: number, ...keys: readonly (string | number)[]): Uniform {
  const generator = xoroshiro128plusFromState(words([seed, ...keys].join('|')));
  return () => uniformFloat64(generator);
}
