import { fold } from '../identity/fold.ts';
import type { NumberWords } from '../identity/locale.ts';
import { wordMap } from './wordMap.ts';

/** Reads number words of one language; words are folded. */
export interface SpokenNumbers {
  /** 0 to 9999: fünfzehn, zweihundertdrei, neunzehnhundertachtzig; undefined when it is none. */
  cardinal(word: string): number | undefined;
  /** 1 to 31: fünfzehnter, erste. */
  ordinal(word: string): number | undefined;
  /** How often the digit that follows comes: doppel = 2. */
  repeat(word: string): number | undefined;
  readonly and: ReadonlySet<string>;
  /** Whether units come before tens with a word between (drei und zwanzig), or after (twenty three). */
  readonly unitFirst: boolean;
}

/** Words up to 99 are looked up; hundreds and thousands are cut off before. */
export function readsNumbers(words: NumberWords): SpokenNumbers {
  const asNumbers = (text: string) =>
    new Map([...wordMap(text)].map(([word, value]) => [word, Number(value)] as const));
  const units = asNumbers(words.units);
  const tens = asNumbers(words.tens);
  const unitFirst = words.order === 'unitFirst';
  const small = new Map([...units, ...tens]);
  for (const [tenWord, ten] of tens)
    for (const [unitWord, unit] of units) {
      if (unit < 1 || unit > 9) continue;
      for (const and of wordMap(words.and).keys())
        small.set(unitFirst ? `${unitWord}${and}${tenWord}` : `${tenWord}${unitWord}`, ten + unit);
      if (!unitFirst) small.set(`${tenWord}-${unitWord}`, ten + unit);
    }
  const ordinals = new Map<string, number>();
  const [below, from] = words.ordinalEndings.map((endings) => endings.split('|').map(fold));
  for (const [word, value] of small) {
    if (value < 1 || value > 31) continue;
    for (const ending of (value < 20 ? below : from) ?? []) ordinals.set(word + ending, value);
  }
  for (const [stem, value] of asNumbers(words.ordinals)) {
    ordinals.set(stem, value);
    for (const ending of below ?? []) ordinals.set(stem + ending, value);
    for (const ending of ['e', 'er', 'en', 'es']) ordinals.set(stem + ending, value);
    if (unitFirst) continue;
    for (const [tenWord, ten] of tens) if (ten <= 30) ordinals.set(`${tenWord}-${stem}`, ten + value);
  }
  for (const [word] of small) ordinals.delete(word);
  const hundreds = [...wordMap(words.hundred).keys()];
  const thousands = [...wordMap(words.thousand).keys()];
  const ands = [...wordMap(words.and).keys()];
  const split = (word: string, separators: readonly string[]): [string, string] | undefined => {
    for (const separator of separators) {
      const at = word.indexOf(separator);
      if (at >= 0) return [word.slice(0, at), word.slice(at + separator.length)];
    }
    return undefined;
  };
  const withoutAnd = (word: string) => {
    const and = ands.find((candidate) => word.startsWith(candidate) && word.length > candidate.length);
    return and === undefined ? word : word.slice(and.length);
  };
  const belowThousand = (word: string): number | undefined => {
    const plain = small.get(word);
    if (plain !== undefined) return plain;
    const parts = split(word, hundreds);
    if (parts === undefined) return undefined;
    const count = parts[0] === '' ? 1 : small.get(parts[0]);
    const rest = parts[1] === '' ? 0 : small.get(withoutAnd(parts[1]));
    return count === undefined || rest === undefined ? undefined : count * 100 + rest;
  };
  const repeats = asNumbers(words.repeats);
  return {
    cardinal(word) {
      if (word.length > 40) return undefined;
      const plain = small.get(word);
      if (plain !== undefined) return plain;
      const parts = split(word, thousands);
      if (parts === undefined) return belowThousand(word);
      const count = parts[0] === '' ? 1 : small.get(parts[0]);
      const rest = parts[1] === '' ? 0 : belowThousand(withoutAnd(parts[1]));
      return count === undefined || rest === undefined ? undefined : count * 1000 + rest;
    },
    ordinal: (word) => ordinals.get(word),
    repeat: (word) => repeats.get(word),
    and: new Set(ands),
    unitFirst,
  };
}
