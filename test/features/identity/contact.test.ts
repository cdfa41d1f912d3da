import { describe, expect, test } from '@jest/globals';
import { normalizeAddress } from '../../../features/identity/address.ts';
import { normalizeDateOfBirth } from '../../../features/identity/dateOfBirth.ts';
import { normalizeEmail } from '../../../features/identity/email.ts';

describe('normalizeEmail', () => {
  test.each([
    ['Anna.Meier@Example.DE ', 'anna.meier@example.de'],
    ['mailto:a@b.de', 'a@b.de'],
    ['Anna <a@b.de>', 'a@b.de'],
    ['anna+shop@b.de', 'anna@b.de'],
    ['anna.meier@googlemail.com', 'annameier@gmail.com'],
    ['no address', null],
    ['a@b', null],
    ['@b.de', null],
    ['', null],
  ])('%s', (text, email) => {
    expect(normalizeEmail(text)).toBe(email);
  });
});

describe('normalizeDateOfBirth', () => {
  test.each([
    ['1980-12-31', '1980-12-31'],
    ['1980-12-31T00:00:00Z', '1980-12-31'],
    ['31.12.1980', '1980-12-31'],
    ['31. 12. 1980', '1980-12-31'],
    ['1.2.80', '1980-02-01'],
    ['01.02.05', '2005-02-01'],
    ['31/12/1980', '1980-12-31'],
    ['19801231', '1980-12-31'],
    ['31. Dezember 1980', '1980-12-31'],
    ['3. März 1975', '1975-03-03'],
    ['29.02.2000', '2000-02-29'],
    ['29.02.1900', null],
    ['31.11.1980', null],
    ['32.01.1980', null],
    ['1980-13-01', null],
    ['00000000', null],
    ['gestern', null],
    ['', null],
  ])('%s', (text, date) => {
    expect(normalizeDateOfBirth(text)).toBe(date);
  });
});

describe('normalizeAddress', () => {
  test.each(['Hauptstraße', 'Hauptstr.', 'Haupt Straße', 'HAUPTSTRASSE', 'Haupt-Str.', 'Hauptstrasse'])(
    '%s is one street',
    (street) => {
      expect(normalizeAddress({ street })?.street).toBe('hauptstrasse');
    },
  );

  test('splits the house number off the street', () => {
    expect(normalizeAddress({ street: 'Am Bahnhof 12 a', postalCode: 'D-80331', city: 'München' })).toEqual({
      street: 'am bahnhof',
      houseNumber: '12a',
      postalCode: '80331',
      city: 'muenchen',
    });
  });

  test('a street that begins with a number keeps it', () => {
    expect(normalizeAddress({ street: 'Straße des 17. Juni', houseNumber: '135' })).toMatchObject({
      street: 'strasse des 17 juni',
      houseNumber: '135',
    });
  });

  test('takes the postal code out of the city', () => {
    expect(normalizeAddress({ city: '80331 München' })).toMatchObject({
      postalCode: '80331',
      city: 'muenchen',
    });
  });

  test('nothing said', () => {
    expect(normalizeAddress({ street: ' ', city: null })).toBeNull();
  });
});
