import { sharedInt32From } from '../../numeric/sharedArrays.ts';
import { type EncodedWords, encodeWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';

/** What dates (eight digits each, dateDigits.ts) are compared by; plain data on shared memory. 0: not known. */
export interface DatesData {
  readonly kind: 'date';
  readonly encoded: EncodedWords;
  readonly year: Int32Array;
  readonly month: Int32Array;
  readonly day: Int32Array;
}

export function datesData(words: readonly string[]): DatesData {
  const part = (from: number, to: number) =>
    sharedInt32From(words.map((word) => Number(word.slice(from, to))));
  return { kind: 'date', encoded: encodeWords(words), year: part(0, 4), month: part(4, 6), day: part(6, 8) };
}

/** A slip or swapped day and month, two of three parts, the year, or nothing. */
export function compareDates({ encoded, year, month, day }: DatesData): FieldComparison {
  const measures = new WordMeasures(encoded);
  return {
    levels: [
      { name: 'different', expected: 0.04 },
      { name: 'same year', expected: 0.01 },
      { name: 'two slips apart', expected: 0.01 },
      { name: 'same day and month', expected: 0.02 },
      { name: 'same year and another part', expected: 0.02 },
      { name: 'one slip apart', expected: 0.05 },
      { name: 'day and month swapped', expected: 0.01 },
    ],
    level(a, b) {
      const sameYear = year[a] === year[b] && year[a] !== 0;
      const sameMonth = month[a] === month[b] && month[a] !== 0;
      const sameDay = day[a] === day[b] && day[a] !== 0;
      if (sameYear && month[a] === day[b] && day[a] === month[b]) return 6;
      if (measures.within(1, a, b)) return 5;
      if (sameYear && (sameMonth || sameDay)) return 4;
      if (sameMonth && sameDay) return 3;
      if (measures.within(2, a, b)) return 2;
      return sameYear ? 1 : 0;
    },
  };
}
