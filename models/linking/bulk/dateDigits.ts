/**
 * A date as eight digits (year, month, day), whatever the calendar says to it: a wrong month or a swapped day still
 * agrees in the rest. 00 stands for a part that is not known; null when the text is no date.
 * @param monthFirst whether 3/4/1980 is in March
 */
export function dateDigits(text: string, monthFirst = false): string | null {
  const written = text.slice(0, 40).trim();
  const first = /^(\d{4})[-./ ](\d{1,2})(?:[-./ ](\d{1,2}))?(?:[T ].*)?$/.exec(written);
  if (first !== null) return digits(first[1]!, first[2]!, first[3] ?? '0');
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(written);
  if (compact !== null) return digits(compact[1]!, compact[2]!, compact[3]!);
  const last = /^(\d{1,2})[-./ ]\s*(\d{1,2})[-./ ]\s*(\d{4}|\d{2})(?:[T ].*)?$/.exec(written);
  if (last !== null) {
    const year = last[3]!.length === 4 ? last[3]! : Number(last[3]) >= 30 ? `19${last[3]}` : `20${last[3]}`;
    return monthFirst ? digits(year, last[1]!, last[2]!) : digits(year, last[2]!, last[1]!);
  }
  return /^\d{4}$/.test(written) ? `${written}0000` : null;
}

/** Whether 3/4/1980 means March in this column: some value has a day where the month would be. */
export function monthComesFirst(words: readonly string[]): boolean {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const word of words) {
    const parts = /^\s*(\d{1,2})[-./]\s*(\d{1,2})[-./]/.exec(word);
    if (parts === null) continue;
    if (Number(parts[1]) > 12) dayFirst++;
    if (Number(parts[2]) > 12) monthFirst++;
  }
  return monthFirst > dayFirst;
}

const digits = (year: string, month: string, day: string): string =>
  year + month.padStart(2, '0').slice(0, 2) + day.padStart(2, '0').slice(0, 2);

/** Date of columns for year, month and day; null when none of them says anything. */
export function joinedDate(year: string, month: string, day: string): string | null {
  const part = (text: string, length: number) =>
    /^\d+$/.test(text) && text.length <= length ? text.padStart(length, '0') : '0'.repeat(length);
  const joined = part(year, 4) + part(month, 2) + part(day, 2);
  return joined === '00000000' ? null : joined;
}
