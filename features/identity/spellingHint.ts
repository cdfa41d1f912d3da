import { hintLetters } from './hintLetters.ts';
import type { SpellingLexicon } from './spellingLexicon.ts';

export interface SpellingHint {
  /** The word as the hint says it is written. */
  readonly word: string;
  /** Words the hint takes, from "mit" on. */
  readonly length: number;
}

const differsInOne = (a: string, b: string): boolean =>
  a.length === b.length && [...a].filter((letter, at) => letter !== b.charAt(at)).length === 1;

const replaceLast = (word: string, part: string, by: string): string => {
  const at = word.lastIndexOf(part);
  return word.slice(0, at) + by + word.slice(at + part.length);
};

/** Writes a folded word with the letters that were named in place of those that sound the same. */
function writtenWith(word: string, letters: string, groups: readonly (readonly string[])[]): string {
  if (word.includes(letters)) return word;
  // "Meier mit y": of the spellings of one sound, the one that differs just by the named letter.
  for (const group of groups.filter((members) => members.every((part) => part.length > letters.length))) {
    for (const present of group.filter((part) => word.includes(part))) {
      const meant = group.find((part) => part.includes(letters) && differsInOne(part, present));
      if (meant !== undefined) return replaceLast(word, present, meant);
    }
  }
  for (const group of groups) {
    if (!group.includes(letters)) continue;
    const present = group.filter((part) => word.includes(part)).sort((a, b) => b.length - a.length)[0];
    if (present !== undefined) return replaceLast(word, present, letters);
  }
  return word;
}

/** The e of an umlaut spelled out is none: Müller without e is Müller. */
function writtenWithout(word: string, letters: string): string {
  const umlaut = letters === 'e' && /[aou]e/.test(word);
  return umlaut || !word.includes(letters) ? word : replaceLast(word, letters, '');
}

/** "Meier mit a y", "Schmidt mit dt", "Thomas ohne h" after a word: how it is written then. */
export function spellingHintAt(
  words: readonly string[],
  at: number,
  word: string,
  lexicon: SpellingLexicon,
): SpellingHint | undefined {
  const sign = words[at] as string;
  const without = lexicon.withoutWords.has(sign);
  if (!without && !lexicon.withWords.has(sign)) return undefined;
  const hint = hintLetters(words, at + 1, lexicon);
  if (hint === undefined) return undefined;
  const written = without
    ? writtenWithout(word, hint.letters)
    : writtenWith(word, hint.letters, lexicon.interchangeable);
  return { word: written.length > 1 ? written : word, length: 1 + hint.length };
}
