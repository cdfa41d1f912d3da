import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { call, customer, region } from './scene.ts';

/** UTF-16 units that any part of normalised claims may have; what follows in the claims is cut off. */
const longestPart = 512;

const oneOf = (...texts: readonly string[]) => fc.constantFrom(...texts);
/** Names as nobody is called: every script, directions, emoji, bombs of combining marks, broken UTF-16. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  // Any units, lone surrogates among them.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  oneOf(
    '\u202eרלימ הנא\u202c',
    'مُحَمَّد بْنُ عَلِيّ',
    '王小明',
    'Ńg̈́üÿễñ',
    '👩‍👩‍👧‍👦 👋🏽',
    'ﬃ ﷺ ㈱ Ⅻ',
    '\ud83d',
    '\udc00 Anna',
    'İIıi',
    'ß'.repeat(300),
  ),
  fc
    .tuple(oneOf('a', 'Anna', '👋', 'م'), fc.integer({ min: 1, max: 2000 }))
    .map(([letter, times]) => letter + '\u0301\u0338\u20dd'.repeat(times)),
);
const megabyte = 1 << 20;
const hugeNames = [
  'x'.repeat(megabyte),
  'Anna '.repeat(megabyte / 5),
  'a-'.repeat(megabyte / 2),
  'ﷺ'.repeat(megabyte),
  `a${'\u0301'.repeat(megabyte)}`,
  '\ud83d'.repeat(megabyte),
  'A wie Anton '.repeat(megabyte / 12),
  'Punkt '.repeat(megabyte / 6),
  '٣'.repeat(megabyte),
];

const claimsOf = (one: string, two: string) => ({
  name: one,
  givenName: two,
  familyName: one,
  phone: two,
  email: `${one}@${two}`,
  dateOfBirth: two,
  street: one,
  houseNumber: two,
  postalCode: one,
  city: two,
});

/** All texts in plain data. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

const known = [
  ...customer('anna', { name: 'Anna Müller', phone: '0171 1234567', email: 'anna@mueller.de', city: 'Köln' }),
  ...customer('muhammad', { name: 'محمد علي' }),
];

function survives(one: string, two: string): void {
  const normalized = normalizeIdentity(claimsOf(one, two), { region });
  for (const text of texts(normalized)) expect(text.length).toBeLessThanOrEqual(2 * longestPart);
  for (const identifier of identifiersOf(claimsOf(one, two), { region })) {
    expect(identifier.normalized.length).toBeLessThanOrEqual(4 * longestPart);
    expect(identifier.value.isWellFormed()).toBe(true);
  }
  const state = new IdentityState({ timezone: 'Europe/Berlin' });
  for (const event of [...known, ...customer('odd', claimsOf(two, one))]) state.apply(event);
  for (const claims of [claimsOf(one, two), { name: one }, { familyName: two, city: one }])
    for (const { comparison } of state.candidates(call(claims)))
      expect(comparison.levels.every(Number.isInteger)).toBe(true);
}

describe('whatever somebody is called', () => {
  test('claims are cut, customers are filed and calls are compared', () => {
    fc.assert(fc.property(anyName, anyName, survives), { seed: 9, numRuns: 150 });
  });

  test.each(hugeNames.map((name, number) => [number, name.slice(0, 6), name] as const))(
    'a name of a million letters, %i: %s',
    (_number, _beginning, name) => survives(name, 'Anna'),
  );

  test('an odd name finds who has it, and another letter does not', () => {
    const state = new IdentityState({ timezone: 'Europe/Berlin' });
    for (const event of [...known, ...customer('odd', { familyName: '王小明' })]) state.apply(event);
    expect(state.candidates(call({ familyName: '王小明' }))[0]?.customerId).toBe('odd');
    expect(state.candidates(call({ familyName: '李' }))).toEqual([]);
  });
});
