import { EncodedWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';

/** Dates as eight digits (dateDigits.ts): a slip or swapped day and month, two of three parts, the year, or nothing. */
export function compareDates(words: readonly string[]): FieldComparison {
  const measures = new WordMeasures(new EncodedWords(words));
  const year = Int32Array.from(words, (word) => Number(word.slice(0, 4)));
  const month = Int32Array.from(words, (word) => Number(word.slice(4, 6)));
  const day = Int32Array.from(words, (word) => Number(word.slice(6, 8)));
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
