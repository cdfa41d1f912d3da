import { z } from 'zod';
import { type DecimalSign, parseNumber } from './parseNumber.ts';
import { parseTimestamp } from './parseTimestamp.ts';
import type { ZonedTime } from './zonedTime.ts';

type Scalar = string | number | boolean | null;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A blank is no value; white space around a value is not part of it. */
function text(value: unknown, limit: number): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') throw new Refused('is not a single value');
  const trimmed = String(value).trim();
  if (trimmed.length > limit) throw new Refused(`is longer than ${limit} characters`);
  if (trimmed.includes('\0')) throw new Refused('contains a NUL character, which text cannot hold');
  return trimmed === '' ? null : wellFormed(trimmed);
}

/** Half a surrogate pair is no character; jsonb refuses it. */
const wellFormed = (value: string): string => value.replace(/[\ud800-\udfff]/gu, '\ufffd');

/** Why a value cannot be taken; the words follow the name of its column. */
class Refused extends Error {}

/** A field read by `read`, which throws Refused for what it cannot take; that becomes the field's finding. */
export function field<T>(read: (value: unknown) => T) {
  return z.unknown().transform((value, context): T => {
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      context.issues.push({ code: 'custom', message: error.message, input: value });
      return z.NEVER;
    }
  });
}

/** `read`, where null is refused. */
export function required<T>(read: (value: unknown) => T | null): (value: unknown) => T {
  return (value) => {
    const found = read(value);
    if (found === null) throw new Refused('is required');
    return found;
  };
}

export const string = (limit: number) => (value: unknown) => text(value, limit);

export const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (value: unknown): T | null => {
    const found = text(value, 1000)?.toLowerCase();
    if (found === undefined) return null;
    if (!(allowed as readonly string[]).includes(found))
      throw new Refused(`is not one of ${allowed.join(', ')}`);
    return found as T;
  };

export function predictionId(value: unknown): string | null {
  const found = text(value, 1000);
  if (found !== null && !uuidPattern.test(found)) throw new Refused('is not the id of a prediction');
  return found;
}

export function attributes(value: unknown): Record<string, Scalar> | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new Refused('is not an object of names and values');
  const entries = Object.entries(value);
  if (entries.length > 2000) throw new Refused('has more than 2000 entries');
  return Object.fromEntries(entries.map(([name, inner]) => [attributeName(name), scalar(name, inner)]));
}

function attributeName(name: string): string {
  if (name.length > 200) throw new Refused('has a name longer than 200 characters');
  if (name.includes('\0')) throw new Refused('has a name with a NUL character');
  return wellFormed(name);
}

function scalar(name: string, value: unknown): Scalar {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return value.toISOString();
  if (value !== null && typeof value === 'object') throw new Refused(`.${name} is not a single value`);
  return text(value, 100_000);
}

/** A moment; one written without an offset is read in `zone`. */
export const timeIn =
  (zone: ZonedTime) =>
  (value: unknown): Date | null => {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
    const written = text(value, 100);
    if (written === null) return null;
    const moment = parseTimestamp(written, zone);
    if (moment === undefined)
      throw new Refused('is not a time such as 2024-12-31T14:30:00Z or 31.12.2024 14:30');
    return moment;
  };

/** A number from `low` to `high`, written with this decimal sign. */
export const numberIn =
  (decimal: DecimalSign) =>
  (low = -Infinity, high = Infinity) =>
  (value: unknown): number | null => {
    if (typeof value === 'boolean') throw new Refused('is not a number');
    const written = typeof value === 'number' ? value : text(value, 1000);
    if (written === null) return null;
    const parsed = typeof written === 'number' ? written : parseNumber(written, decimal);
    if (parsed === undefined || !Number.isFinite(parsed)) {
      throw new Refused(
        parsed === undefined && /^-?\d{1,3},\d{3}$/.test(String(written))
          ? 'is ambiguous: thousands or decimals after the comma? (--decimal , or .)'
          : 'is not a number',
      );
    }
    if (parsed < low || parsed > high) throw new Refused(`is outside ${low} to ${high}`);
    return parsed;
  };
