import { spelledLetterAt } from './spelledRun.ts';
import type { SpellingLexicon } from './spellingLexicon.ts';

/** The one to four letters named after "mit" or "ohne", and the words they take; undefined when none are named. */
export function hintLetters(
  words: readonly string[],
  start: number,
  lexicon: SpellingLexicon,
): { readonly letters: string; readonly length: number } | undefined {
  let letters = '';
  let end = start;
  for (let at = start; at < words.length && at < start + 8; ) {
    const word = words[at] as string;
    const spelled = spelledLetterAt(words, at, lexicon);
    if (
      spelled !== undefined &&
      (spelled.how !== 'codeWord' || lexicon.letterNames.has(word)) &&
      (spelled.how !== 'letterName' || letters === '')
    ) {
      letters += spelled.letters;
      at += spelled.length;
      end = at;
    } else if (letters === '' && lexicon.interchangeable.some((group) => group.includes(word))) {
      letters = word;
      end = ++at;
    } else if (lexicon.hintFillers.has(word)) {
      at++;
      if (letters !== '') end = at;
    } else break;
  }
  return letters === '' || letters.length > 4 ? undefined : { letters, length: end - start };
}
