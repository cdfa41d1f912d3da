import { fold } from './fold.ts';
import { foldedWords, perLocales, wordMap, wordSet } from './lexicon.ts';
import { Phrases, phrasesMeaning } from './phrases.ts';

/** Letters that fold to two characters; their order matters to nobody. */
const pairs = new Set(['ae', 'oe', 'ue', 'ss']);

/** Whether a folded word is one letter, an umlaut or a sharp s included. */
export function isLetter(word: string | undefined): word is string {
  return word !== undefined && (pairs.has(word) || /^\p{L}$/u.test(word));
}

/** The spelling words of the packs, folded and ready to look up. */
export const spellingLexicon = perLocales((packs) => {
  const alphabet = new Map<string, string>();
  for (let table = 0; packs.some((pack) => table < pack.spelling.alphabets.length); table++) {
    for (const [word, letters] of wordMap(
      packs,
      (pack) => pack.spelling.alphabets[table] ?? '',
      (word) => word.charAt(0),
    )) {
      if (!alphabet.has(word)) alphabet.set(word, letters);
    }
  }
  const meaning = (name: string, phrases: (pack: (typeof packs)[number]) => readonly string[]) =>
    new Phrases(phrasesMeaning(packs.flatMap(phrases).map(fold), name));
  return {
    alphabet,
    alsoNames: wordSet(packs, ({ spelling }) => spelling.alsoNames),
    connectors: meaning('as', ({ spelling }) => spelling.connectors),
    letterNames: wordMap(packs, ({ spelling }) => spelling.letterNames),
    phrases: new Phrases(wordMap(packs, ({ spelling }) => spelling.phrases)),
    between: wordSet(packs, ({ spelling }) => spelling.betweenLetters),
    doublers: meaning('double', ({ spelling }) => spelling.doublers),
    announcements: meaning('spelling', ({ spelling }) => spelling.announcements),
    withWords: wordSet(packs, ({ spelling }) => spelling.withWords),
    withoutWords: wordSet(packs, ({ spelling }) => spelling.withoutWords),
    hintFillers: wordSet(packs, ({ spelling }) => spelling.hintFillers),
    interchangeable: packs.flatMap(({ spelling }) => spelling.interchangeable.map(foldedWords)),
  };
});

export type SpellingLexicon = ReturnType<typeof spellingLexicon>;
