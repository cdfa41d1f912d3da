import { describe, expect, test } from '@jest/globals';
import { mapColumns } from '../../../../models/linking/bulk/mapColumns.ts';
import { tableOf } from './people.ts';

const plan = (names: readonly string[], rows: readonly (readonly string[])[]) => {
  const { fields, dropped } = mapColumns(tableOf(names, rows).columns);
  return {
    kinds: Object.fromEntries(fields.map(({ name, kind }) => [name, kind])),
    fields,
    dropped: dropped.map(({ column }) => column),
  };
};

describe('what columns hold', () => {
  test.each([
    ['given_name', 'givenName'],
    ['Vorname', 'givenName'],
    ['FirstName', 'givenName'],
    ['fname_c1', 'givenName'],
    ['surname', 'familyName'],
    ['Nachname', 'familyName'],
    ['lname', 'familyName'],
    ['dob', 'date'],
    ['Geburtsdatum', 'date'],
    ['postcode_fake', 'postalCode'],
    ['PLZ', 'postalCode'],
    ['street_number', 'houseNumber'],
    ['Hausnummer', 'houseNumber'],
    ['address_1', 'street'],
    ['Straße', 'street'],
    ['suburb', 'city'],
    ['birth_place', 'city'],
    ['Telefon', 'phone'],
    ['mobile_phone', 'phone'],
    ['E-Mail', 'email'],
    ['full_name', 'fullName'],
    ['gender', 'category'],
  ])('%s: %s', (name, kind) => {
    const values =
      kind === 'date' ? ['1980-01-02', '1981-03-04'] : kind === 'email' ? ['a@b.de', 'c@d.de'] : ['a', 'b'];
    expect(
      plan(
        [name],
        values.map((value) => [value]),
      ).kinds[name],
    ).toBe(kind);
  });

  test.each([
    'id',
    'rec_id',
    'unique_id',
    'ent_id',
    'cluster',
    'customerId',
    'soc_sec_id',
    'uuid',
    'entity_id',
  ])('%s is not compared', (name) => {
    expect(
      plan(
        [name, 'vorname'],
        [
          ['1', 'a'],
          ['2', 'b'],
        ],
      ).dropped,
    ).toEqual([name]);
  });

  test('values tell where the name does not', () => {
    const rows = Array.from({ length: 100 }, (_, row) => [
      `p${row}@x.de`,
      `${(row % 28) + 1}.03.19${50 + (row % 40)}`,
      ['a', 'b', 'c'][row % 3]!,
      `some words ${row % 70}`,
      String(1000 + row),
    ]);
    const { kinds, dropped } = plan(['c1', 'c2', 'c3', 'c4', 'c5'], rows);
    expect(kinds).toEqual({ c1: 'email', c2: 'date', c3: 'category', c4: 'text' });
    expect(dropped).toEqual(['c5']);
  });

  test('year, month and day of birth are one date; numbered parts are one name', () => {
    const { fields } = plan(
      ['fname_c1', 'fname_c2', 'lname_c1', 'by', 'bm', 'bd'],
      [
        ['ANNA', 'MARIA', 'MEIER', '1949', '7', '22'],
        ['GERD', 'X', 'BAUER', '1968', '8', '27'],
      ],
    );
    expect(fields.map(({ kind, columns }) => [kind, ...columns])).toEqual([
      ['givenName', 'fname_c1', 'fname_c2'],
      ['familyName', 'lname_c1'],
      ['date', 'by', 'bm', 'bd'],
    ]);
  });

  test('a full name that says it all makes its parts keys only', () => {
    const { fields, dropped } = plan(
      ['full_name', 'first_and_surname', 'first_name', 'surname'],
      [
        ['thomas clifford, 1st baron', 'thomas clifford', 'thomas', 'clifford'],
        ['mary ann evans', 'mary evans', 'mary', 'evans'],
      ],
    );
    expect(fields.map(({ name, onlyKeys }) => [name, onlyKeys === true])).toEqual([
      ['full_name', false],
      ['first_name', true],
      ['surname', true],
    ]);
    expect(dropped).toEqual(['first_and_surname']);
  });

  test('a map decides, and unknown columns or kinds are refused', () => {
    const { columns } = tableOf(
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
    );
    expect(mapColumns(columns, { a: 'familyName', b: 'drop' }).fields).toEqual([
      { name: 'a', kind: 'familyName', columns: ['a'] },
    ]);
    expect(() => mapColumns(columns, { z: 'date' })).toThrow('z: date');
    expect(() => mapColumns(columns, { a: 'drop', b: 'drop' })).toThrow('No column is left');
  });
});
