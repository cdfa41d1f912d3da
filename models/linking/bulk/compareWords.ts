import { fold, withoutUmlauts } from '../../../features/identity/fold.ts';
import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';
import { sharedInt32From } from '../../numeric/sharedArrays.ts';
import { type EncodedWords, encodeWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';
import { areGroupedTogether, type NicknameGroups, nicknameGroups } from './nicknameGroups.ts';
import { numbered } from './numbered.ts';

/** What words are compared by; plain data on shared memory. */
export interface WordsData {
  readonly kind: 'words';
  readonly encoded: EncodedWords;
  /** Words of one number sound alike (Kölner Phonetik); -1: too short to tell. */
  readonly sounds: Int32Array;
  /** Words of one number differ by the dots of umlauts and by hyphens at most; -1: no letters. */
  readonly plain: Int32Array;
  /** Parts (of three letters and more) of word w, by number: `parts[partStarts[w]]` to before `partStarts[w + 1]`. */
  readonly parts: Int32Array;
  readonly partStarts: Int32Array;
  /** Of given names only. */
  readonly nicknames: NicknameGroups | undefined;
}

/** @param given whether the words are given names, of which one person may have a long and a short one */
export function wordsData(words: readonly string[], given: boolean): WordsData {
  const lists = words.map((word) => {
    const list = word.split(/[\s-]+/);
    return (list.length > 1 ? list : [word]).filter((part) => part.length > 2);
  });
  const partStarts = new Int32Array(words.length + 1);
  lists.forEach((list, at) => {
    partStarts[at + 1] = partStarts[at]! + list.length;
  });
  return {
    kind: 'words',
    encoded: encodeWords(words),
    // A single digit fits too many names to mean anything.
    sounds: numbered(words, (word) => {
      const code = koelnerPhonetik(word);
      return code.length < 2 ? null : code;
    }),
    plain: numbered(words, (word) => withoutUmlauts(fold(word)).replace(/[\s-]+/g, '') || null),
    parts: numbered(lists.flat(), (part) => part),
    partStarts: sharedInt32From(partStarts),
    nicknames: given ? nicknameGroups(words) : undefined,
  };
}

/**
 * Names, cities, streets and other short texts: similar, same sound, initial, for given names one that goes by the other
 * (Hans, Johannes), one slip or lost umlauts apart, a word in common.
 */
export function compareWords(data: WordsData): FieldComparison {
  const { encoded, sounds, plain, parts, partStarts, nicknames } = data;
  const { starts, letters } = encoded;
  const measures = new WordMeasures(encoded);
  const nickname = nicknames === undefined ? [] : [{ name: 'nickname', expected: 0.01 }];
  const levels = [
    { name: 'different', expected: 0.05 },
    { name: 'similar', expected: 0.02 },
    { name: 'same sound', expected: 0.02 },
    { name: 'initial', expected: 0.01 },
    ...nickname,
    { name: 'one slip apart', expected: 0.08 },
    { name: 'a word in common', expected: 0.02 },
  ];
  const [different, similar, sound, initial] = [0, 1, 2, 3];
  const part = levels.length - 1;
  const close = levels.length - 2;

  const shareWord = (a: number, b: number): boolean => {
    for (let left = partStarts[a]!; left < partStarts[a + 1]!; left++)
      for (let right = partStarts[b]!; right < partStarts[b + 1]!; right++)
        if (parts[left] === parts[right]) return true;
    return false;
  };
  const alike = (a: number, b: number): number =>
    nicknames !== undefined && areGroupedTogether(nicknames, a, b)
      ? close - 1
      : sounds[a]! >= 0 && sounds[a] === sounds[b]
        ? sound
        : different;

  return {
    levels,
    level(a, b) {
      const lengthA = starts[a + 1]! - starts[a]!;
      const lengthB = starts[b + 1]! - starts[b]!;
      if (lengthA === 1 || lengthB === 1)
        return letters[starts[a]!] === letters[starts[b]!] ? initial : different;
      if (shareWord(a, b)) return part;
      if (plain[a]! >= 0 && plain[a] === plain[b]) return close;
      const similarity = measures.jaroWinklerFrom(0.7, a, b);
      if (similarity === 0) return alike(a, b);
      if (similarity >= 0.94) return close;
      const longest = Math.max(lengthA, lengthB);
      if (measures.within(longest < 4 ? 0 : longest < 12 ? 1 : 2, a, b)) return close;
      const found = alike(a, b);
      return found === different && similarity >= 0.85 ? similar : found;
    },
  };
}
