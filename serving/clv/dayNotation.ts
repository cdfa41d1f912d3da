import { dateNotation } from '../evaluate/dateNotation.ts';

export interface DayNotation {
  /** Days since 1970-01-01 on the clock on the wall; undefined when the word is no date. */
  readonly read: (word: string) => number | undefined;
  /** For people. */
  readonly notation: string;
  /** Set when the words would fit another notation as well. */
  readonly doubt?: string;
}

const day = 86_400_000;
/** 1973 to 2286, which no other notation looks like. */
const epochs = [
  { pattern: /^\d{9,10}(?:\.\d+)?$/, unit: 1000, notation: 'in seconds since 1970 (UTC)' },
  { pattern: /^\d{12,13}$/, unit: 1, notation: 'in milliseconds since 1970 (UTC)' },
] as const;

/** How the dates of a column are written, judged by all of them; undefined when they are no dates. */
export function dayNotation(words: readonly string[]): DayNotation | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const distinct = [...counts.keys()];
  for (const { pattern, unit, notation } of epochs)
    if (distinct.length > 0 && distinct.every((word) => pattern.test(word)))
      return { notation, read: (word) => (pattern.test(word) ? dayOf(Number(word) * unit) : undefined) };
  const found = dateNotation({
    name: 'date',
    codes: new Int32Array(0),
    words: distinct,
    counts: distinct.map((word) => counts.get(word)!),
  });
  if (found === undefined) return undefined;
  const days = new Map<string, number | undefined>();
  return {
    notation: `as ${found.notation}`,
    ...(found.doubt === undefined ? {} : { doubt: found.doubt }),
    read(word) {
      if (!days.has(word)) {
        const moment = found.read(word);
        days.set(word, moment === undefined ? undefined : dayOf(moment));
      }
      return days.get(word);
    },
  };
}

const dayOf = (milliseconds: number): number => Math.floor(milliseconds / day);

export const isoDay = (days: number): string => new Date(days * day).toISOString().slice(0, 10);
