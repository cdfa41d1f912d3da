import { fold } from './fold.ts';
import { foldedWords, type Locales, perLocales, wordMap } from './lexicon.ts';
import { numberWords, readNumber } from './numberWords.ts';

export interface SpokenDate {
  readonly day: number;
  readonly month: number;
  /** As said: below 100 when the century was left out. */
  readonly year: number;
}

const lexicon = perLocales((packs) => ({
  months: new Map(
    [...wordMap(packs, ({ dates }) => dates.months)].map(([name, month]) => [name, Number(month)]),
  ),
  fillers: new Set(packs.flatMap(({ dates }) => foldedWords(dates.fillers))),
}));

/** Digits said one by one, or a century and a rest: 1 9 8 0, 19 80. */
function yearOfNumbers(numbers: readonly number[]): number | undefined {
  const [first, second] = numbers as [number, number];
  if (numbers.length === 1) return first;
  if (numbers.length === 2 && first === 0) return second;
  if (numbers.length === 2 && first >= 18 && first <= 21) return first * 100 + second;
  if (numbers.length === 4 && numbers.every((digit) => digit < 10)) return Number(numbers.join(''));
  return undefined;
}

/**
 * A date in words and figures in any order that is usual in the languages: "dritter März neunzehnhundertachtzig",
 * "am 3. dritten achtzig", "March the third, nineteen eighty". Two numbers are day and month, in this order. null
 * when anything else was said.
 */
export function spokenDate(text: string, packs: Locales): SpokenDate | null {
  const { months, fillers } = lexicon(packs);
  const { cardinals, ordinals, years } = numberWords(packs);
  const words = fold(text)
    .split(/[\s-]+/)
    .flatMap((word) => word.split(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/u))
    .filter(Boolean);
  let day: number | undefined;
  let month: number | undefined;
  const year: number[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string;
    const named = months.get(word);
    if (month === undefined && named !== undefined) {
      month = named;
      at++;
      continue;
    }
    const complete = day !== undefined && month !== undefined;
    const spoken = complete
      ? ((year.length === 0 ? readNumber(words, at, years) : undefined) ??
        readNumber(words, at, cardinals, 3))
      : (readNumber(words, at, ordinals, 3) ?? readNumber(words, at, cardinals, 3));
    const number = spoken ?? (/^\d{1,4}$/.test(word) ? { value: Number(word), length: 1 } : undefined);
    if (number === undefined) {
      if (!fillers.has(word)) return null;
      at++;
      continue;
    }
    at += number.length;
    if (complete) year.push(number.value);
    // "null drei": the zero says nothing.
    else if (number.value === 0) continue;
    else if (day === undefined) day = number.value;
    else month = number.value;
  }
  const said = yearOfNumbers(year);
  return day === undefined || month === undefined || said === undefined ? null : { day, month, year: said };
}
