import type { FieldKind } from './fieldKind.ts';
import type { RecordColumn } from './recordTable.ts';

/** What the values of a column look like, from up to some thousand of its words. */
export interface ColumnContent {
  readonly present: number;
  readonly distinct: number;
  /** Shares of distinct words, in [0, 1]. */
  readonly email: number;
  readonly date: number;
  readonly phone: number;
  readonly digits: number;
  readonly number: number;
  /** Mean number of words in a value. */
  readonly wordsPerValue: number;
}

const datePattern =
  /^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})|(18|19|20)\d{6})([t ].*)?$/i;
const sampleSize = 4000;

export function columnContent(column: RecordColumn): ColumnContent {
  let present = 0;
  for (const code of column.codes) if (code >= 0) present++;
  const step = Math.max(1, Math.floor(column.words.length / sampleSize));
  let seen = 0;
  let wordTotal = 0;
  const counts = { email: 0, date: 0, phone: 0, digits: 0, number: 0 };
  for (let at = 0; at < column.words.length; at += step) {
    const word = column.words[at]!.trim().slice(0, 200);
    seen++;
    wordTotal += word.split(/\s+/).length;
    if (/^[^\s@]+@[^\s@]+$/.test(word)) counts.email++;
    if (datePattern.test(word)) counts.date++;
    if (/^[+(]?[\d\s()/.-]{6,}$/.test(word) && word.replace(/\D/g, '').length >= 7) counts.phone++;
    if (/^\d+$/.test(word)) counts.digits++;
    if (/^[-+]?\d+([.,]\d+)?$/.test(word)) counts.number++;
  }
  const share = (count: number) => (seen === 0 ? 0 : count / seen);
  return {
    present,
    distinct: column.words.length,
    email: share(counts.email),
    date: share(counts.date),
    phone: share(counts.phone),
    digits: share(counts.digits),
    number: share(counts.number),
    wordsPerValue: seen === 0 ? 0 : wordTotal / seen,
  };
}

/** The kind that the values alone suggest. */
export function kindOfContent(content: ColumnContent): FieldKind {
  if (content.email > 0.8) return 'email';
  if (content.date > 0.8) return 'date';
  if (content.phone > 0.9 && content.digits < 0.99) return 'phone';
  const few = content.distinct <= Math.max(20, 0.01 * content.present);
  if (content.number > 0.95) return few ? 'category' : 'number';
  return few ? 'category' : 'text';
}

/** Whether the values contradict what the name promised. */
export function contradicts(kind: FieldKind, content: ColumnContent): boolean {
  if (kind === 'date') return content.date < 0.5;
  if (kind === 'email') return content.email < 0.3;
  return false;
}
