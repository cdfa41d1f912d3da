import { sharedFloat64 } from '../../numeric/sharedArrays.ts';
import { type EncodedWords, encodeWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';
import { numbered } from './numbered.ts';

/** What codes are compared by; plain data on shared memory. */
export interface CodesData {
  readonly kind: 'postalCode' | 'houseNumber' | 'phone';
  readonly encoded: EncodedWords;
  /** Codes of one number share what says most: region, number without its letter, last digits; -1: they have none. */
  readonly core: Int32Array;
}

/** The part of a postal code that names the region: before the blank, else the first half. */
const region = (code: string): string => {
  const blank = code.indexOf(' ');
  return blank > 0 ? code.slice(0, blank) : code.slice(0, Math.max(1, code.length >> 1));
};

const cores: Readonly<Record<CodesData['kind'], (word: string) => string | null>> = {
  postalCode: region,
  houseNumber: (word) => /\d+/.exec(word)?.[0] ?? word,
  phone: (word) => (word.length < 7 ? null : word.slice(-7)),
};

export const codesData = (kind: CodesData['kind'], words: readonly string[]): CodesData => ({
  kind,
  encoded: encodeWords(words),
  core: numbered(words, cores[kind]),
});

export function compareCodes({ kind, encoded, core }: CodesData): FieldComparison {
  const measures = new WordMeasures(encoded);
  const { starts } = encoded;
  const sameCore = (a: number, b: number) => core[a]! >= 0 && core[a] === core[b];
  switch (kind) {
    case 'postalCode':
      return {
        levels: [
          { name: 'different', expected: 0.1 },
          { name: 'same region', expected: 0.05 },
          { name: 'one slip apart', expected: 0.05 },
        ],
        level: (a, b) => (measures.within(1, a, b) ? 2 : sameCore(a, b) ? 1 : 0),
      };
    case 'houseNumber':
      return {
        levels: [
          { name: 'different', expected: 0.1 },
          { name: 'one slip apart', expected: 0.04 },
          { name: 'same number', expected: 0.03 },
        ],
        level(a, b) {
          if (sameCore(a, b)) return 2;
          const longest = Math.max(starts[a + 1]! - starts[a]!, starts[b + 1]! - starts[b]!);
          return longest > 1 && measures.within(1, a, b) ? 1 : 0;
        },
      };
    case 'phone':
      return {
        levels: [
          { name: 'different', expected: 0.15 },
          { name: 'one slip apart', expected: 0.04 },
          { name: 'same last digits', expected: 0.03 },
        ],
        level: (a, b) => (sameCore(a, b) ? 2 : measures.within(1, a, b) ? 1 : 0),
      };
  }
}

export interface NumbersData {
  readonly kind: 'number';
  readonly values: Float64Array;
}

export function numbersData(words: readonly string[]): NumbersData {
  const values = sharedFloat64(words.length);
  values.set(words.map(Number));
  return { kind: 'number', values };
}

export const compareNumbers = ({ values }: NumbersData): FieldComparison => ({
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
});

export const compareCategories = (): FieldComparison => ({
  levels: [{ name: 'different', expected: 0.1 }],
  level: () => 0,
});
