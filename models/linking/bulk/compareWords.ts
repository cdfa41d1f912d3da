import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';
import { EncodedWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';

const level = { different: 0, similar: 1, sound: 2, initial: 3, close: 4, part: 5 } as const;

/** Names, cities, streets and other short texts: similar, same sound, initial, one slip apart, a word in common. */
export function compareWords(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const sounds = new Map<string, number>();
  const sound = Int32Array.from(words, (word) => {
    const code = koelnerPhonetik(word);
    // A single digit fits too many names to mean anything.
    if (code.length < 2) return -1;
    if (!sounds.has(code)) sounds.set(code, sounds.size);
    return sounds.get(code)!;
  });
  const parts = words.map((word) => {
    const list = word.split(/[\s-]+/).filter((part) => part.length > 2);
    return list.length > 1 ? list : undefined;
  });
  const shareWord = (a: number, b: number): boolean => {
    const left = parts[a] ?? [words[a]!];
    const right = parts[b] ?? [words[b]!];
    return left.some((part) => part.length > 2 && right.includes(part));
  };
  return {
    levels: [
      { name: 'different', expected: 0.05 },
      { name: 'similar', expected: 0.02 },
      { name: 'same sound', expected: 0.02 },
      { name: 'initial', expected: 0.01 },
      { name: 'one slip apart', expected: 0.08 },
      { name: 'a word in common', expected: 0.02 },
    ],
    level(a, b) {
      const left = words[a]!;
      const right = words[b]!;
      if (left.length === 1 || right.length === 1) {
        return left.charCodeAt(0) === right.charCodeAt(0) ? level.initial : level.different;
      }
      if ((parts[a] !== undefined || parts[b] !== undefined) && shareWord(a, b)) return level.part;
      const similarity = measures.jaroWinklerFrom(0.7, a, b);
      if (similarity === 0) return sound[a]! >= 0 && sound[a] === sound[b] ? level.sound : level.different;
      if (similarity >= 0.94) return level.close;
      const longest = Math.max(left.length, right.length);
      if (measures.within(longest < 4 ? 0 : longest < 12 ? 1 : 2, a, b)) return level.close;
      if (sound[a]! >= 0 && sound[a] === sound[b]) return level.sound;
      return similarity >= 0.85 ? level.similar : level.different;
    },
  };
}
