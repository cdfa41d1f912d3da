import {
  type CodesData,
  codesData,
  compareCategories,
  compareCodes,
  compareNumbers,
  type NumbersData,
  numbersData,
} from './compareCodes.ts';
import { compareDates, type DatesData, datesData } from './compareDates.ts';
import { compareEmails, type EmailsData, emailsData } from './compareEmails.ts';
import { compareTexts, type TextsData, textsData } from './compareTexts.ts';
import { compareWords, type WordsData, wordsData } from './compareWords.ts';
import type { FieldComparison } from './fieldComparison.ts';
import type { FieldValues } from './fieldValues.ts';

/** What the values of a field are compared by, made once and read by every thread: plain data on shared memory. */
export type ComparisonData =
  | WordsData
  | TextsData
  | CodesData
  | DatesData
  | EmailsData
  | NumbersData
  | { readonly kind: 'category' };

export function comparisonData({ kind, words, counts }: FieldValues): ComparisonData {
  switch (kind) {
    case 'givenName':
      return wordsData(words, true);
    case 'familyName':
    case 'city':
    case 'street':
      return wordsData(words, false);
    case 'fullName':
      return textsData(words, counts, true);
    case 'text': {
      const several = words.reduce((sum, word) => sum + word.split(' ').length, 0) > 1.5 * words.length;
      return several ? textsData(words, counts, false) : wordsData(words, false);
    }
    case 'date':
      return datesData(words);
    case 'postalCode':
    case 'houseNumber':
    case 'phone':
      return codesData(kind, words);
    case 'email':
      return emailsData(words);
    case 'number':
      return numbersData(words);
    case 'category':
      return { kind };
  }
}

export function fieldComparison(data: ComparisonData): FieldComparison {
  switch (data.kind) {
    case 'words':
      return compareWords(data);
    case 'texts':
      return compareTexts(data);
    case 'date':
      return compareDates(data);
    case 'email':
      return compareEmails(data);
    case 'number':
      return compareNumbers(data);
    case 'category':
      return compareCategories();
    default:
      return compareCodes(data);
  }
}
