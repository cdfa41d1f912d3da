import { defaultLocales } from './defaultLocales.ts';
import type { Locales } from './lexicon.ts';
import { spokenDate } from './spokenDate.ts';

function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // The 31st of a month with 30 days rolls over into the next month.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}

/**
 * Years without a century are those from 1930 to 2029. A fixed window: what a date means must not depend on the day
 * it is read, and a caller who is over 95 says the century.
 */
const fullYear = (year: number): number => (year > 99 ? year : year + (year >= 30 ? 1900 : 2000));

/**
 * ISO date (YYYY-MM-DD) of a date of birth written as ISO, 31.12.1980, 31.12.80, 31/12/1980, 31. Dezember 1980 or
 * 19801231, or said in words ("dritter März neunzehnhundertachtzig"); null when it is none of these or no day of the
 * calendar (1850-2100). Years of two digits are those from 1930 to 2029.
 */
export function normalizeDateOfBirth(text: string, packs: Locales = defaultLocales): string | null {
  const written = text.slice(0, 128).normalize('NFKC').trim().toLowerCase();
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[t ].*)?$/.exec(written);
  if (iso !== null) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(written);
  if (compact !== null) return isoDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const german = /^(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})$/.exec(written);
  if (german !== null) return isoDate(fullYear(Number(german[3])), Number(german[2]), Number(german[1]));
  const spoken = spokenDate(written, packs);
  return spoken === null ? null : isoDate(fullYear(spoken.year), spoken.month, spoken.day);
}
