import type { ZonedTime } from './zonedTime.ts';

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const german =
  /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(?:um\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*Uhr)?)?$/i;
const compact = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * A moment as sources write it: ISO 8601 (date, date and time, with or without an offset), German
 * (31.12.2024 14:30) or compact (20241231). Without an offset it is wall-clock time in `zone`, a date alone
 * is its midnight there. Notations that two countries read differently (1/2/2024) are refused.
 * @returns undefined when it is none of these or no such day exists.
 */
export function parseTimestamp(text: string, zone: ZonedTime): Date | undefined {
  const written = iso.exec(text);
  if (written) {
    const [, year, month, day, hours, minutes, seconds, fraction, offset] = written;
    const wall = wallTime(year, month, day, hours, minutes, seconds, fraction);
    if (wall === undefined) return undefined;
    if (offset === undefined) return new Date(zone.toUtc(wall));
    // An offset on a date alone says nothing about the moment.
    if (hours === undefined) return undefined;
    return new Date(wall - offsetMilliseconds(offset));
  }
  const other = german.exec(text);
  if (other) {
    const [, day, month, year, hours, minutes, seconds] = other;
    const wall = wallTime(year, month, day, hours, minutes, seconds);
    return wall === undefined ? undefined : new Date(zone.toUtc(wall));
  }
  const digits = compact.exec(text);
  if (!digits) return undefined;
  const wall = wallTime(digits[1], digits[2], digits[3]);
  return wall === undefined ? undefined : new Date(zone.toUtc(wall));
}

function wallTime(
  year = '',
  month = '',
  day = '',
  hours = '0',
  minutes = '0',
  seconds = '0',
  fraction = '',
): number | undefined {
  const y = Number(year);
  const h = Number(hours);
  const m = Number(minutes);
  const s = Number(seconds);
  if (y < 1800 || y > 2200 || h > 24 || m > 59 || s > 59 || (h === 24 && m + s > 0)) return undefined;
  const date = Date.UTC(y, Number(month) - 1, Number(day));
  if (new Date(date).getUTCMonth() !== Number(month) - 1 || Number(day) < 1) return undefined;
  return date + ((h * 60 + m) * 60 + s) * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1000);
}

function offsetMilliseconds(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0)) * 60_000;
}
