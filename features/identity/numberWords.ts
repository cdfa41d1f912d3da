import { fold } from './fold.ts';
import { type Locales, perLocales, wordMap } from './lexicon.ts';
import type { LocalePack } from './locale.ts';

type Numbers = Map<string, number>;

const add = (map: Numbers, word: string, value: number): void => {
  if (!map.has(word)) map.set(word, value);
};

/** Every way to say 0 to 99 in one language, without blanks. */
function cardinalsOf(pack: LocalePack): Numbers {
  const { numbers } = pack;
  const map: Numbers = new Map();
  const units = [...wordMap([pack], (one) => one.numbers.units)].map(
    ([word, value]) => [word, Number(value)] as const,
  );
  const tens = [...wordMap([pack], (one) => one.numbers.tens)];
  const and = fold(numbers.and);
  for (const [word, value] of units) add(map, word, value);
  for (const [ten, value] of tens) {
    add(map, ten, Number(value));
    for (const [unit, ones] of units) {
      if (ones < 1 || ones > 9) continue;
      add(map, numbers.order === 'unitFirst' ? unit + and + ten : ten + unit, Number(value) + ones);
    }
  }
  return map;
}

/** Every way to say the years from 1850 to 2100 in one language, without blanks. */
function yearsOf({ numbers }: LocalePack, cardinals: Numbers): Numbers {
  const map: Numbers = new Map();
  const words = new Map<number, string[]>();
  for (const [word, value] of cardinals) words.set(value, [...(words.get(value) ?? []), word]);
  const [and, hundred, thousand, zero] = [
    numbers.and,
    numbers.hundred,
    numbers.thousand,
    numbers.yearZero,
  ].map(fold) as [string, string, string, string];
  for (let year = 1850; year <= 2100; year++) {
    const [century, rest] = [Math.floor(year / 100), year % 100];
    const rests = rest === 0 ? [''] : (words.get(rest) ?? []).flatMap((word) => [word, and + word]);
    for (const last of rests) {
      for (const first of words.get(century) ?? []) {
        add(map, first + hundred + last, year);
        if (rest >= 10) add(map, first + last, year);
        else if (rest > 0) add(map, first + zero + last, year);
      }
      const inCentury =
        century % 10 === 0 ? [''] : (words.get(century % 10) ?? []).map((word) => word + hundred);
      for (const thousands of words.get(Math.floor(year / 1000)) ?? []) {
        for (const middle of inCentury) {
          add(map, thousands + thousand + middle + last, year);
          if (year < 2000) add(map, thousand + middle + last, year);
        }
      }
    }
  }
  return map;
}

/** Ordinals from 1 to 31, with every ending. */
function ordinalsOf(pack: LocalePack, cardinals: Numbers): Numbers {
  const map: Numbers = new Map();
  const [below20, from20, stems] = pack.numbers.ordinalEndings.map((endings) => endings.split('|')) as [
    string[],
    string[],
    string[],
  ];
  for (const [stem, value] of wordMap([pack], (one) => one.numbers.ordinals)) {
    for (const ending of stems) add(map, stem + ending, Number(value));
  }
  for (const [word, value] of cardinals) {
    if (value < 1 || value > 31) continue;
    for (const ending of value < 20 ? below20 : from20) add(map, word + ending, value);
  }
  return map;
}

/** Number words of the packs. The maps' keys have no blanks or hyphens. */
export const numberWords = perLocales((packs: Locales) => {
  const [cardinals, ordinals, years]: [Numbers, Numbers, Numbers] = [new Map(), new Map(), new Map()];
  for (const pack of packs) {
    const own = cardinalsOf(pack);
    for (const [word, value] of own) add(cardinals, word, value);
    for (const [word, value] of ordinalsOf(pack, own)) add(ordinals, word, value);
    for (const [word, value] of yearsOf(pack, own)) add(years, word, value);
  }
  const repeats = new Map(
    [...wordMap(packs, (pack) => pack.numbers.repeats)].map(([word, times]) => [word, Number(times)]),
  );
  return { cardinals, ordinals, years, repeats };
});

/** The number that the most words from `at` on say together, and how many they are. */
export function readNumber(
  words: readonly string[],
  at: number,
  numbers: ReadonlyMap<string, number>,
  longest = 8,
): { value: number; length: number } | undefined {
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    const value = numbers.get(
      words
        .slice(at, at + length)
        .join('')
        .replaceAll('-', ''),
    );
    if (value !== undefined) return { value, length };
  }
  return undefined;
}
