import { EncodedWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';

/** The part of a postal code that names the region: before the blank, else the first half. */
const region = (code: string): string => {
  const blank = code.indexOf(' ');
  return blank > 0 ? code.slice(0, blank) : code.slice(0, Math.max(1, code.length >> 1));
};

export function comparePostalCodes(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const regions = words.map(region);
  return {
    levels: [
      { name: 'different', expected: 0.1 },
      { name: 'same region', expected: 0.05 },
      { name: 'one slip apart', expected: 0.05 },
    ],
    level: (a, b) => (measures.within(1, a, b) ? 2 : regions[a] === regions[b] ? 1 : 0),
  };
}

export function compareHouseNumbers(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const number = words.map((word) => /\d+/.exec(word)?.[0] ?? word);
  return {
    levels: [
      { name: 'different', expected: 0.1 },
      { name: 'one slip apart', expected: 0.04 },
      { name: 'same number', expected: 0.03 },
    ],
    level(a, b) {
      if (number[a] === number[b]) return 2;
      const longest = Math.max(words[a]!.length, words[b]!.length);
      return longest > 1 && measures.within(1, a, b) ? 1 : 0;
    },
  };
}

export function comparePhones(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const end = words.map((word) => word.slice(-7));
  return {
    levels: [
      { name: 'different', expected: 0.15 },
      { name: 'one slip apart', expected: 0.04 },
      { name: 'same last digits', expected: 0.03 },
    ],
    level: (a, b) => (end[a]!.length === 7 && end[a] === end[b] ? 2 : measures.within(1, a, b) ? 1 : 0),
  };
}

/** Addresses before the @ are a person's, those after it a provider's or a firm's. */
export function compareEmails(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const local = words.map((word) => word.split('@')[0]!);
  const domain = words.map((word) => word.split('@')[1] ?? '');
  const locals = new WordMeasures(new EncodedWords(local));
  return {
    levels: [
      { name: 'different', expected: 0.12 },
      { name: 'same domain', expected: 0.02 },
      { name: 'similar', expected: 0.04 },
      { name: 'one or two slips apart', expected: 0.05 },
      { name: 'same before the @', expected: 0.05 },
    ],
    level(a, b) {
      if (local[a] === local[b]) return 4;
      if (measures.within(2, a, b)) return 3;
      if (locals.jaroWinklerFrom(0.88, a, b) > 0) return 2;
      return domain[a] === domain[b] && domain[a] !== '' ? 1 : 0;
    },
  };
}

export function compareNumbers(words: readonly string[]): FieldComparison {
  const values = Float64Array.from(words, Number);
  return {
    levels: [
      { name: 'different', expected: 0.1 },
      { name: 'within a tenth', expected: 0.05 },
      { name: 'within a hundredth', expected: 0.05 },
    ],
    level(a, b) {
      const apart = Math.abs(values[a]! - values[b]!);
      const size = Math.max(Math.abs(values[a]!), Math.abs(values[b]!));
      return apart <= 0.01 * size ? 2 : apart <= 0.1 * size ? 1 : 0;
    },
  };
}

export const compareCategories = (): FieldComparison => ({
  levels: [{ name: 'different', expected: 0.1 }],
  level: () => 0,
});
