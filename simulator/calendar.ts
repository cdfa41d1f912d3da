/** Local time of the simulated company (Europe/Berlin, EU summer-time rule), as epoch milliseconds. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

function lastSundayAtOneUtc(year: number, month: number): number {
  const lastDay = Date.UTC(year, month + 1, 0, 1);
  return lastDay - new Date(lastDay).getUTCDay() * DAY;
}

/** Start and end of summer time per year: asked for so often that it pays to remember them. */
const summers = new Map<number, readonly [number, number]>();

/** Hours ahead of UTC: 2 in summer time, else 1. */
export function berlinOffset(utc: number): number {
  const year = new Date(utc).getUTCFullYear();
  let summer = summers.get(year);
  if (summer === undefined) {
    summer = [lastSundayAtOneUtc(year, 2), lastSundayAtOneUtc(year, 9)];
    summers.set(year, summer);
  }
  return utc >= summer[0] && utc < summer[1] ? 2 : 1;
}

/** Epoch milliseconds of a local hour (fractional, 0..24) on the calendar day whose UTC midnight is `midnight`. */
export function berlinTime(midnight: number, hour: number): number {
  const asUtc = midnight + hour * HOUR;
  return asUtc - berlinOffset(asUtc - HOUR) * HOUR;
}

/** UTC midnight that names the local calendar day of a moment. */
export function berlinDay(utc: number): number {
  return Math.floor((utc + berlinOffset(utc) * HOUR) / DAY) * DAY;
}

/** 0 = Monday ... 6 = Sunday, of a UTC midnight. */
export function weekdayOf(midnight: number): number {
  return (new Date(midnight).getUTCDay() + 6) % 7;
}

/** Local hour with fraction. */
export function berlinHour(utc: number): number {
  return (utc + berlinOffset(utc) * HOUR - berlinDay(utc)) / HOUR;
}

export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** YYYY-MM-DD of a UTC midnight. */
export function isoDate(midnight: number): string {
  return iso(midnight).slice(0, 10);
}
