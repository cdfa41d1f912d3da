import { fold } from './fold.ts';
import { type Locales, perLocales, wordSet } from './lexicon.ts';
import { numberWords, readNumber } from './numberWords.ts';

const lexicon = perLocales((packs) => ({
  fillers: wordSet(packs, ({ phone }) => phone.fillers),
  plus: wordSet(packs, ({ phone }) => phone.plus),
}));

/**
 * The digits of a number that was said in words: "null eins sieben eins, dreiundzwanzig, doppel fünf" is 01712355,
 * a leading "plus" stays. null when something else was said, too.
 */
export function spokenDigits(text: string, packs: Locales): string | null {
  const { fillers, plus } = lexicon(packs);
  const { cardinals, repeats } = numberWords(packs);
  const words = fold(text).split(' ').filter(Boolean);
  let digits = '';
  let times = 1;
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string;
    const repeat = repeats.get(word);
    const number = readNumber(words, at, cardinals, 3);
    if (repeat !== undefined) {
      times = repeat;
      at++;
    } else if (number !== undefined) {
      digits += String(number.value).repeat(times);
      times = 1;
      at += number.length;
    } else if (/^\d+$/.test(word)) {
      digits += word.repeat(times);
      times = 1;
      at++;
    } else if (plus.has(word) && digits === '') {
      digits = '+';
      at++;
    } else if (fillers.has(word)) at++;
    else return null;
  }
  return /\d/.test(digits) ? digits : null;
}
