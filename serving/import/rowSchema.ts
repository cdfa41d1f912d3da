import { z } from 'zod';
import { largestAmount } from '../../base/money.ts';
import type { ImportEntity } from './entity.ts';
import {
  attributes,
  field,
  numberIn,
  oneOf,
  predictionId,
  required,
  string,
  timeIn,
} from './fieldReaders.ts';
import type { ReadingRules } from './readingRules.ts';

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

/**
 * One schema per entity, for rows whose keys are the canonical field names. A field that is absent leaves
 * what is known as it is; a null or blank one clears it.
 */
export function rowSchemas(rules: ReadingRules) {
  const time = timeIn(rules.zone);
  const number = numberIn(rules.decimal);
  const money = number(-largestAmount, largestAmount);
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
      value: field(money).optional(),
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
      amount: field(required(money)),
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
      value: field(money).optional(),
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
