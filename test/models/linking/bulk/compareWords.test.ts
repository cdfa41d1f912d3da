import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparisonData, fieldComparison } from '../../../../models/linking/bulk/comparisonData.ts';
import type { FieldKind } from '../../../../models/linking/bulk/fieldKind.ts';
import { normalForms } from '../../../../models/linking/bulk/normalForm.ts';

/** Name of the level of two values as they were written; 'equal' when their normal forms are. */
function levelOf(kind: FieldKind, left: string, right: string): string {
  const [a, b] = normalForms(kind, [left, right], 'DE');
  if (a == null || b == null) return 'not said';
  if (a === b) return 'equal';
  const comparison = fieldComparison(
    comparisonData({
      name: 'field',
      kind,
      onlyKeys: false,
      codes: Int32Array.of(0, 1),
      words: [a, b],
      counts: Int32Array.of(1, 1),
      present: 2,
    }),
  );
  const found = comparison.level(0, 1);
  expect(comparison.level(1, 0)).toBe(found);
  return comparison.levels[found]!.name;
}

describe('graded levels of what people write', () => {
  test.each<[FieldKind, string, string, string]>([
    ['givenName', 'Hans', 'Johannes', 'nickname'],
    ['givenName', 'Hans-Peter', 'Johannes', 'nickname'],
    ['givenName', 'Bob', 'Robert', 'nickname'],
    ['givenName', 'Elisabeth', 'Lisa', 'nickname'],
    ['givenName', 'Lisa', 'Betty', 'different'],
    ['givenName', 'Anna-Maria', 'anna maria', 'equal'],
    ['givenName', 'Anna', 'Anna Maria', 'a word in common'],
    ['givenName', 'J.', 'Johannes', 'initial'],
    ['givenName', 'Katharina', 'Ottokar', 'different'],
    ['familyName', 'Hans', 'Johannes', 'same sound'],
    ['familyName', 'Robert', 'Bob', 'different'],
    ['familyName', 'Müller', 'MUELLER', 'equal'],
    ['familyName', 'Müller', 'Muller', 'one slip apart'],
    ['familyName', 'Bößenröther', 'Bossenrother', 'one slip apart'],
    ['familyName', 'von der Heide', 'Heide', 'equal'],
    ['familyName', 'Dr. Meier', 'Meier geb. Schulz', 'equal'],
    ['familyName', 'Müller-Lüdenscheidt', 'Müller Lüdenscheidt', 'equal'],
    ['familyName', 'Müller-Lüdenscheidt', 'Lüdenscheidt', 'a word in common'],
    ['familyName', 'Meyer', 'Maier', 'same sound'],
    ['familyName', 'unbekannt', 'Meier', 'not said'],
    ['familyName', 'mu11er', 'mu12er', 'one slip apart'],
    ['phone', '0171 / 123 45 67', '+49 171 1234567', 'equal'],
    ['phone', '0171 1234567', '0171 1234568', 'one slip apart'],
    ['email', 'Anna.Meier+shop@googlemail.com', 'annameier@gmail.com', 'equal'],
    ['email', 'anna.meier@web.de', 'anna.meier@gmx.de', 'same before the @'],
    ['street', 'Hauptstraße', 'Haupt Str.', 'equal'],
    ['postalCode', '80331', '80333', 'one slip apart'],
    ['houseNumber', '12 a', '12', 'same number'],
  ])('%s: %s and %s: %s', (kind, left, right, expected) => {
    expect(levelOf(kind, left, right)).toBe(expected);
  });

  test('any text, either way round', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40, unit: 'binary' }),
      fc.constantFrom('', 'x'.repeat(5000), 'محمد علي', '👩‍👩‍👧', 'Hans Peter', '-', 'ﬁ'),
    );
    const kind = fc.constantFrom<FieldKind>(
      'givenName',
      'familyName',
      'fullName',
      'phone',
      'email',
      'street',
    );
    fc.assert(
      fc.property(kind, text, text, (of, left, right) => {
        expect(levelOf(of, left, right)).toEqual(expect.any(String));
      }),
      { numRuns: 150, seed: 6 },
    );
  });
});
