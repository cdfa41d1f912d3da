import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IdentityClaims } from '../../../features/identity/claims.ts';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';

const fields = [
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

describe('identifiersOf', () => {
  test('one row per kind, as written and in canonical form', () => {
    const rows = identifiersOf({
      givenName: 'Jürgen',
      familyName: 'Groß',
      phone: '0171 1234567',
      email: 'J.Gross@Example.de',
      dateOfBirth: '31.12.1980',
      street: 'Hauptstr. 5',
      postalCode: '80331',
      city: 'München',
    });
    expect(rows).toEqual([
      {
        kind: 'name',
        value: 'Jürgen Groß',
        normalized: 'juergen gross',
        parts: { given: 'juergen', family: 'gross' },
      },
      { kind: 'phone', value: '0171 1234567', normalized: '+491711234567', parts: {} },
      { kind: 'email', value: 'J.Gross@Example.de', normalized: 'j.gross@example.de', parts: {} },
      { kind: 'date_of_birth', value: '31.12.1980', normalized: '1980-12-31', parts: {} },
      {
        kind: 'address',
        value: 'Hauptstr. 5 80331 München',
        normalized: 'hauptstrasse|5|80331|muenchen',
        parts: { street: 'hauptstrasse', houseNumber: '5', postalCode: '80331', city: 'muenchen' },
      },
    ]);
  });

  test('claims that say nothing make no row', () => {
    expect(
      identifiersOf({ name: 'Guten Tag', phone: 'anonym', email: '-', dateOfBirth: '?', street: '' }),
    ).toEqual([]);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ maxLength: 60 }),
    fc.constantFrom('Guten Tag', 'von', 'Dr.', ',', ';,', '\ud800', 'İ', 'ﬀ', 'ẞ', '\0', '٠١٢٣٤٥٦٧'),
  );
  const anyClaims = fc.record(
    Object.fromEntries(fields.map((field) => [field, fc.option(anyText)])) as Record<
      string,
      fc.Arbitrary<string | null>
    >,
    { requiredKeys: [] },
  ) as fc.Arbitrary<IdentityClaims>;

  test('any Unicode gives rows that a database can store', () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        for (const row of identifiersOf(claims, { region: 'DE' })) {
          const texts = [row.value, row.normalized, ...Object.values(row.parts)];
          expect(row.normalized).not.toBe('');
          for (const text of texts) expect(text ?? '').not.toMatch(/\0|[\ud800-\udfff]/u);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('canonical names are canonical', () => {
    fc.assert(
      fc.property(anyText, anyText, (givenName, familyName) => {
        const { name } = normalizeIdentity({ givenName, familyName }, { region: 'DE' });
        const again = normalizeIdentity(
          { givenName: name?.given, familyName: name?.family },
          { region: 'DE' },
        );
        expect(again.name).toEqual(name);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('a megabyte of anything is answered', () => {
    for (const piece of ['a', ' ', 'ä', '1', '-', ',', 'a@', 'von ', '31.12.', '\ud800', '\u0301', '(']) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const claims = Object.fromEntries(fields.map((field) => [field, text])) as IdentityClaims;
      for (const row of identifiersOf(claims, { region: 'DE' })) {
        expect(row.normalized.length).toBeLessThanOrEqual(1100);
      }
      expect(koelnerPhonetik(text).length).toBeLessThanOrEqual(512);
    }
  });
});
