const monthNames = 'jan feb mär apr mai jun jul aug sep okt nov dez'.split(' ');
/** First three letters of a month's name, with the spellings that differ from the usual German ones. */
const months = new Map<string, number>([
  ...monthNames.map((name, at) => [name, at + 1] as const),
  ['jän', 1],
  ['jae', 1],
  ['mae', 3],
  ['mar', 3],
  ['may', 5],
  ['oct', 10],
  ['dec', 12],
]);

function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // The 31st of a month with 30 days rolls over into the next month.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}

/** People with two-digit years are between 0 and 99 years old; 1930 starts the window used here. */
const fullYear = (digits: string): number =>
  digits.length > 2 ? Number(digits) : Number(digits) + (Number(digits) >= 30 ? 1900 : 2000);

/**
 * ISO date (YYYY-MM-DD) of a date of birth written as ISO, 31.12.1980, 31.12.80, 31/12/1980, 31. Dezember 1980
 * or 19801231; null when it is none of these or no day of the calendar (1850-2100).
 */
export function normalizeDateOfBirth(text: string): string | null {
  const written = text.slice(0, 64).normalize('NFKC').trim().toLowerCase();
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[t ].*)?$/.exec(written);
  if (iso !== null) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(written);
  if (compact !== null) return isoDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const german = /^(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})$/.exec(written);
  if (german !== null) return isoDate(fullYear(german[3] as string), Number(german[2]), Number(german[1]));
  const spoken = /^(\d{1,2})\.?\s*([a-zä]{3,12})\.?\s*(\d{4}|\d{2})$/.exec(written);
  const month = spoken === null ? undefined : months.get((spoken[2] as string).slice(0, 3));
  if (spoken === null || month === undefined) return null;
  return isoDate(fullYear(spoken[3] as string), month, Number(spoken[1]));
}
