import { EncodedWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';
import { tokenLists } from './tokenLists.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { min } = Math;

/** Upper ends of the bands of shared information, in logarithms of the number of records. */
const informationBands = [0.1, 0.3, 0.5, 0.7, 0.9, 1.15, 1.5] as const;

const names = [
  'nothing',
  'next to nothing',
  'a frequent word',
  'a word',
  'a rare word',
  'about a name',
  'a name',
  'a rare name',
] as const;

/**
 * Texts of several words (full names, titles): how much information the words have that both share, each -log of the
 * share of records that hold it, exactly or but for a slip; and whether words are left over on both sides, which
 * contradict each other, or on one side at most, where the other may just be shorter.
 */
export function compareTexts(words: readonly string[], counts: Int32Array): FieldComparison {
  const tokens = tokenLists(words, counts);
  const measures = new WordMeasures(new EncodedWords(tokens.words));
  const unit = Math.log(Math.max(3, tokens.rows));
  const taken = new Uint8Array(64);

  /** Share of a token's information that the other token confirms. */
  const agreement = (a: number, b: number): number => {
    if (a === b) return 1;
    const left = tokens.words[a]!;
    const right = tokens.words[b]!;
    if (left.length === 1 || right.length === 1) return left[0] === right[0] ? 0.25 : 0;
    const similarity = measures.jaroWinklerFrom(0.75, a, b);
    if (similarity === 0) return 0;
    if (similarity >= 0.94 || (min(left.length, right.length) > 3 && measures.within(1, a, b))) return 0.8;
    return similarity >= 0.85 ? 0.4 : 0;
  };

  const information = new Float64Array(2);
  const compare = (a: number, b: number): number => {
    const startA = tokens.starts[a]!;
    const startB = tokens.starts[b]!;
    const lengthA = min(64, tokens.starts[a + 1]! - startA);
    const lengthB = min(64, tokens.starts[b + 1]! - startB);
    let shared = 0;
    let left = 0;
    taken.fill(0, 0, lengthB);
    let pending = 0;
    for (let i = 0; i < lengthA; i++) {
      const token = tokens.tokens[startA + i]!;
      let exact = -1;
      for (let j = 0; j < lengthB; j++) if (taken[j] === 0 && tokens.tokens[startB + j] === token) exact = j;
      if (exact >= 0) {
        taken[exact] = 1;
        shared += tokens.information[token]!;
      } else pending |= i < 31 ? 1 << i : 0;
    }
    for (let i = 0; i < min(31, lengthA); i++) {
      if ((pending & (1 << i)) === 0) continue;
      const token = tokens.tokens[startA + i]!;
      let best = 0;
      let at = -1;
      for (let j = 0; j < lengthB; j++) {
        if (taken[j] !== 0) continue;
        const found = agreement(token, tokens.tokens[startB + j]!);
        if (found > best) {
          best = found;
          at = j;
        }
      }
      if (at < 0) {
        left++;
        continue;
      }
      taken[at] = 1;
      shared += best * min(tokens.information[token]!, tokens.information[tokens.tokens[startB + at]!]!);
    }
    let right = 0;
    for (let j = 0; j < lengthB; j++) if (taken[j] === 0) right++;
    information[0] = shared;
    return min(left, right);
  };

  return {
    levels: names.flatMap((name, band) => [
      { name: `${name} in common, two or more words contradict`, expected: 0.004 + 0.002 * band },
      { name: `${name} in common, a word contradicts`, expected: 0.005 + 0.004 * band },
      { name: `${name} in common, no contradiction`, expected: 0.005 + 0.01 * band },
    ]),
    level(a, b) {
      // Slips are looked for one after the other, so the order of the arguments must not matter.
      const contradictions = a < b ? compare(a, b) : compare(b, a);
      const shared = information[0]! / unit;
      let band = 0;
      while (band < informationBands.length && shared > informationBands[band]!) band++;
      return 3 * band + (contradictions === 0 ? 2 : contradictions === 1 ? 1 : 0);
    },
  };
}
