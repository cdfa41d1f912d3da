import { sharedInt32From } from '../../numeric/sharedArrays.ts';
import { type EncodedWords, encodeWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';
import { areGroupedTogether, type NicknameGroups, nicknameGroups } from './nicknameGroups.ts';
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

/** What texts are compared by; plain data on shared memory. */
export interface TextsData {
  readonly kind: 'texts';
  /** Words that occur in the texts. */
  readonly encoded: EncodedWords;
  /** Words of text t by number: `tokens[starts[t]]` to before `starts[t + 1]`. */
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
  /** -log of the share of records that hold each word. */
  readonly information: Float64Array;
  /** Records with a text. */
  readonly rows: number;
  /** Of names of persons only. */
  readonly nicknames: NicknameGroups | undefined;
}

/**
 * @param counts records per text
 * @param person whether the texts are names of persons, who may have a long and a short given name
 */
export function textsData(words: readonly string[], counts: Int32Array, person: boolean): TextsData {
  const lists = tokenLists(words, counts);
  return {
    kind: 'texts',
    encoded: encodeWords(lists.words),
    tokens: sharedInt32From(lists.tokens),
    starts: sharedInt32From(lists.starts),
    information: lists.information,
    rows: lists.rows,
    nicknames: person ? nicknameGroups(lists.words) : undefined,
  };
}

/**
 * Texts of several words (full names, titles): how much information the words have that both share, each -log of the
 * share of records that hold it, exactly or but for a slip; and whether words are left over on both sides, which
 * contradict each other, or on one side at most, where the other may just be shorter.
 */
export function compareTexts(data: TextsData): FieldComparison {
  const { encoded, tokens, starts, information: informationOf, nicknames } = data;
  const { letters, starts: letterStarts } = encoded;
  const measures = new WordMeasures(encoded);
  const unit = Math.log(Math.max(3, data.rows));
  const taken = new Uint8Array(64);

  /** Share of a token's information that the other token confirms. */
  const agreement = (a: number, b: number): number => {
    if (a === b) return 1;
    const lengthA = letterStarts[a + 1]! - letterStarts[a]!;
    const lengthB = letterStarts[b + 1]! - letterStarts[b]!;
    if (lengthA === 1 || lengthB === 1)
      return letters[letterStarts[a]!] === letters[letterStarts[b]!] ? 0.25 : 0;
    const similarity = measures.jaroWinklerFrom(0.75, a, b);
    if (similarity >= 0.94) return 0.8;
    if (similarity > 0 && min(lengthA, lengthB) > 3 && measures.within(1, a, b)) return 0.8;
    if (nicknames !== undefined && areGroupedTogether(nicknames, a, b)) return 0.6;
    return similarity >= 0.85 ? 0.4 : 0;
  };

  const information = new Float64Array(2);
  const compare = (a: number, b: number): number => {
    const startA = starts[a]!;
    const startB = starts[b]!;
    const lengthA = min(64, starts[a + 1]! - startA);
    const lengthB = min(64, starts[b + 1]! - startB);
    let shared = 0;
    let left = 0;
    taken.fill(0, 0, lengthB);
    let pending = 0;
    for (let i = 0; i < lengthA; i++) {
      const token = tokens[startA + i]!;
      let exact = -1;
      for (let j = 0; j < lengthB; j++) if (taken[j] === 0 && tokens[startB + j] === token) exact = j;
      if (exact >= 0) {
        taken[exact] = 1;
        shared += informationOf[token]!;
      } else pending |= i < 31 ? 1 << i : 0;
    }
    for (let i = 0; i < min(31, lengthA); i++) {
      if ((pending & (1 << i)) === 0) continue;
      const token = tokens[startA + i]!;
      let best = 0;
      let at = -1;
      for (let j = 0; j < lengthB; j++) {
        if (taken[j] !== 0) continue;
        const found = agreement(token, tokens[startB + j]!);
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
      shared += best * min(informationOf[token]!, informationOf[tokens[startB + at]!]!);
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
