import { parseNumber } from '../import/parseNumber.ts';
import type { TextColumn } from './textColumn.ts';

export type DecimalPoint = '.' | ',';

/** The share of a column's rows that must be numbers for the rest to be taken for slips. */
export const mostRows = 0.98;

const unit = /^[€$£]\s*|\s*(?:[€$£%]|EUR|USD|GBP|CHF)$/giu;
const infinite = /^([+-]?)inf(?:inity)?$/i;
/** One sign with three digits behind it: a thousand for some, a fraction for others. */
const ambiguous = /^-?[1-9]\d{0,2}[.,]\d{3}$/;

/** How a column writes numbers, as far as its words tell. */
export interface NumberNotation {
  /** Undefined: its words read the same, or equally well, either way. */
  readonly decimal: DecimalPoint | undefined;
  /** Rows that are numbers under the better reading. */
  readonly numbers: number;
}

export function numberNotation({ words, counts }: TextColumn): NumberNotation {
  let point = 0;
  let comma = 0;
  let differ = false;
  words.forEach((word, code) => {
    const [asPoint, asComma] = [readNumber(word, '.'), readNumber(word, ',')];
    if (asPoint !== undefined) point += counts[code]!;
    if (asComma !== undefined) comma += counts[code]!;
    if (asPoint !== asComma && !ambiguous.test(bare(word))) differ = true;
  });
  const decimal = point === comma || !differ ? undefined : point > comma ? '.' : ',';
  return { decimal, numbers: Math.max(point, comma) };
}

/** The number a word stands for: with a unit of money or percent around it, and with infinity spelt out. */
export function readNumber(word: string, decimal: DecimalPoint): number | undefined {
  const text = bare(word);
  const found = parseNumber(text, decimal);
  if (found !== undefined) return found;
  const sign = infinite.exec(text)?.[1];
  return sign === undefined ? undefined : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const bare = (word: string): string => word.replace(unit, '').replace(/^\+/, '');

/**
 * Codes rather than numbers: leading zeros, or more digits than a number keeps.
 */
export const looksLikeCode = (words: readonly string[]): boolean =>
  words.some((word) => /^0\d+$/.test(word)) || words.some((word) => /^\d{16,}$/.test(word));
