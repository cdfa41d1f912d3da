import { z } from 'zod';
import type { ImportEntity } from './entity.ts';
import { type DecimalSign, parseNumber } from './parseNumber.ts';
import { parseTimestamp } from './parseTimestamp.ts';
import type { ZonedTime } from './zonedTime.ts';

/** How a company's files write times and numbers. */
export interface ReadingRules {
  /** For times without an offset. */
  readonly zone: ZonedTime;
  readonly decimal: DecimalSign;
}

export type Scalar = string | number | boolean | null;

export const claimFields = [
  'name',
  'givenName',
  'familyName',
  'phone',
  'email',
  'dateOfBirth',
  'street',
  'houseNumber',
  'postalCode',
  'city',
] as const;

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

function field<T>(read: (value: unknown) => T) {
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

function required<T>(read: (value: unknown) => T | null): (value: unknown) => T {
  return (value) => {
    const found = read(value);
    if (found === null) throw new Refused('is required');
    return found;
  };
}

const string = (limit: number) => (value: unknown) => text(value, limit);

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (value: unknown): T | null => {
    const found = text(value, 1000)?.toLowerCase();
    if (found === undefined) return null;
    if (!(allowed as readonly string[]).includes(found))
      throw new Refused(`is not one of ${allowed.join(', ')}`);
    return found as T;
  };

function predictionId(value: unknown): string | null {
  const found = text(value, 1000);
  if (found !== null && !uuidPattern.test(found)) throw new Refused('is not the id of a prediction');
  return found;
}

function attributes(value: unknown): Record<string, Scalar> | null {
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

/**
 * One schema per entity, for rows whose keys are the canonical field names. A field that is absent leaves
 * what is known as it is; a null or blank one clears it.
 */
export function rowSchemas(rules: ReadingRules) {
  const time = (value: unknown): Date | null => {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
    const written = text(value, 100);
    if (written === null) return null;
    const moment = parseTimestamp(written, rules.zone);
    if (moment === undefined)
      throw new Refused('is not a time such as 2024-12-31T14:30:00Z or 31.12.2024 14:30');
    return moment;
  };
  const number =
    (low = -Infinity, high = Infinity) =>
    (value: unknown): number | null => {
      if (typeof value === 'boolean') throw new Refused('is not a number');
      const written = typeof value === 'number' ? value : text(value, 1000);
      if (written === null) return null;
      const parsed = typeof written === 'number' ? written : parseNumber(written, rules.decimal);
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
  // An index entry holds about 2,700 bytes; four bytes per character leaves room for the company's id.
  const key = string(500);
  const optionalKey = field(key).optional();
  const times = { occurredAt: field(required(time)), recordedAt: field(time).optional() };
  const claims = {
    name: field(string(200)).optional(),
    givenName: field(string(200)).optional(),
    familyName: field(string(200)).optional(),
    phone: field(string(100)).optional(),
    email: field(string(320)).optional(),
    dateOfBirth: field(string(100)).optional(),
    street: field(string(200)).optional(),
    houseNumber: field(string(50)).optional(),
    postalCode: field(string(50)).optional(),
    city: field(string(200)).optional(),
  };
  const word = field(string(200)).optional();
  const bag = field(attributes).optional();
  return {
    customers: z.strictObject({
      externalId: field(required(key)),
      displayName: word,
      ...claims,
      attributes: bag,
      occurredAt: field(time).optional(),
      recordedAt: field(time).optional(),
    }),
    calls: z.strictObject({
      externalId: field(required(key)),
      customerExternalId: optionalKey,
      durationSeconds: field(number(0)).optional(),
      service: word,
      ...claims,
      transcript: field(string(4_000_000)).optional(),
      attributes: bag,
      ...times,
    }),
    leads: z.strictObject({
      externalId: field(required(key)),
      customerExternalId: optionalKey,
      source: word,
      value: field(number()).optional(),
      attributes: bag,
      ...times,
    }),
    appointments: z.strictObject({
      externalId: field(required(key)),
      customerExternalId: optionalKey,
      leadExternalId: optionalKey,
      callExternalId: optionalKey,
      service: word,
      status: field(oneOf('booked', 'attended', 'cancelled', 'no_show')).optional(),
      scheduledAt: field(required(time)),
      occurredAt: field(time).optional(),
      recordedAt: field(time).optional(),
    }),
    interactions: z
      .strictObject({
        externalId: field(required(key)),
        leadExternalId: optionalKey,
        customerExternalId: optionalKey,
        action: field(required(string(200))),
        direction: field(oneOf('outbound', 'inbound')).optional(),
        propensity: field(number(0, 1)).optional(),
        predictionId: field(predictionId).optional(),
        attributes: bag,
        ...times,
      })
      .check(({ value, issues }) => {
        if (value.leadExternalId == null && value.customerExternalId == null) {
          issues.push({
            code: 'custom',
            path: ['leadExternalId'],
            message: 'is required unless customerExternalId is given',
            input: value.leadExternalId,
          });
        }
      }),
    transactions: z.strictObject({
      externalId: optionalKey,
      customerExternalId: field(required(key)),
      amount: field(required(number())),
      product: word,
      ...times,
    }),
    corrections: z.strictObject({
      externalId: optionalKey,
      callExternalId: field(required(key)),
      customerExternalId: optionalKey,
      reviewer: field(string(200)).optional(),
      note: field(string(10_000)).optional(),
      ...times,
    }),
    outcomes: z.strictObject({
      externalId: optionalKey,
      subjectType: field(required(oneOf('lead', 'customer', 'call'))),
      subjectExternalId: field(required(key)),
      kind: field(
        required(
          oneOf('converted', 'lost', 'churned', 'retained', 'responded', 'no_response', 'appointment'),
        ),
      ),
      value: field(number()).optional(),
      interactionExternalId: optionalKey,
      predictionId: field(predictionId).optional(),
      ...times,
    }),
  } as const satisfies Record<ImportEntity, z.ZodType>;
}

export type RowSchemas = ReturnType<typeof rowSchemas>;
/** A row that passed its entity's schema. */
export type ImportRow<E extends ImportEntity> = z.output<RowSchemas[E]>;
/** Any entity's row. */
export type AnyImportRow = { [E in ImportEntity]: ImportRow<E> }[ImportEntity];

/** Canonical field names of an entity, in the order they are documented. */
export function fieldsOf(entity: ImportEntity, schemas: RowSchemas): string[] {
  return Object.keys(schemas[entity].shape);
}
