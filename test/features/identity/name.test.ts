import { describe, expect, test } from '@jest/globals';
import { normalizeFullName, normalizeName } from '../../../features/identity/name.ts';

const full = (text: string) => {
  const name = normalizeFullName(text);
  return name === null ? null : [name.given, name.family];
};

describe('normalizeFullName', () => {
  test.each([
    ['Anna Meier', ['anna', 'meier']],
    ['  ANNA   MEIER ', ['anna', 'meier']],
    ['Meier, Anna', ['anna', 'meier']],
    ['Frau Dr. med. Anna Meier', ['anna', 'meier']],
    ['Herr Müller', [null, 'mueller']],
    ['Herr Prof. Dr. Groß', [null, 'gross']],
    ['Anna Maria Meier', ['anna maria', 'meier']],
    ['Hans-Peter Müller-Lüdenscheidt', ['hans-peter', 'mueller-luedenscheidt']],
    ['Ursula von der Leyen', ['ursula', 'leyen']],
    ['Karl-Theodor zu Guttenberg', ['karl-theodor', 'guttenberg']],
    ['van Gogh', [null, 'gogh']],
    ['Ben Müller', ['ben', 'mueller']],
    ['Ahmed ben Said', ['ahmed', 'said']],
    ['Anna Meier geb. Schulz', ['anna', 'meier']],
    ['Guten Tag, Müller', [null, 'mueller']],
    ['Ja guten Tag hier ist Anna Meier', ['anna', 'meier']],
    ['Hallo mein Name ist Jürgen Groß', ['juergen', 'gross']],
    ["Sinéad O'Connor", ['sinead', 'oconnor']],
    ['Ğöksel Yıldız', ['goeksel', 'yildiz']],
    ['Meier', [null, 'meier']],
  ])('%s', (text, parts) => {
    expect(full(text)).toEqual(parts);
  });

  test.each([
    'guten Tag',
    'Hallo',
    'Grüß Gott',
    'Schönen guten Tag',
    'Auf Wiederhören',
    'unbekannt',
    'Frau',
    'Dr.',
    '',
    '   ',
    '-',
    '12345',
    '!?',
  ])('%j is no name', (text) => {
    expect(normalizeFullName(text)).toBeNull();
  });

  test.each([
    ['Müller', 'Mueller'],
    ['Weiß', 'Weiss'],
    ['GROẞ', 'gross'],
    ['Mu\u0308ller', 'MÜLLER'],
    ['Ｍüller', 'Müller'],
  ])('%s equals %s', (a, b) => {
    expect(full(a)).toEqual(full(b));
  });
});

describe('normalizeName', () => {
  test('separate parts win over the whole', () => {
    expect(normalizeName({ givenName: 'Anna', familyName: 'von Berg', name: 'Otto Klein' })).toEqual({
      given: 'anna',
      family: 'berg',
      full: 'anna berg',
    });
  });

  test('the whole completes a missing part', () => {
    expect(normalizeName({ familyName: 'Meier', name: 'Anna Meier' })).toMatchObject({
      given: 'anna',
      family: 'meier',
    });
  });

  test('a full name in the family field is split', () => {
    expect(normalizeName({ familyName: 'Meier, Anna' })).toMatchObject({ given: 'anna', family: 'meier' });
  });

  test('nothing said', () => {
    expect(normalizeName({})).toBeNull();
    expect(normalizeName({ givenName: 'Hallo', familyName: null })).toBeNull();
  });
});
