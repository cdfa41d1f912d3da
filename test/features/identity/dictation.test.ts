import { describe, expect, test } from '@jest/globals';
import { normalizeAddress } from '../../../features/identity/address.ts';
import { normalizeDateOfBirth } from '../../../features/identity/dateOfBirth.ts';
import { normalizeEmail } from '../../../features/identity/email.ts';
import { normalizePhone } from '../../../features/identity/phone.ts';

describe('an e-mail address', () => {
  test.each([
    ['anna Punkt Meier ät web Punkt de', 'anna.meier@web.de'],
    ['Anna Punkt Meier at Gmail', 'annameier@gmail.com'],
    ['a minus müller at t online punkt de', 'a-mueller@t-online.de'],
    ['info Klammeraffe müller Bindestrich bau Punkt de', 'info@mueller-bau.de'],
    ['anna unterstrich zwölf ät gmx punkt net', 'anna_12@gmx.net'],
    ['meine E-Mail ist hans punkt peter neunzehnhundertachtzig at web de', 'hans.peter1980@web.de'],
    ['m wie martha, u, e, doppel l, e, r at gmx punkt de', 'mueller@gmx.de'],
    ['beate at g m x punkt de', 'beate@gmx.de'],
    ['anna meier@web.de', 'annameier@web.de'],
    ['john dot smith at outlook dot com', 'john.smith@outlook.com'],
  ])('%s', (text, email) => {
    expect(normalizeEmail(text)).toBe(email);
  });

  test.each([
    ['müller@web.de', 'mueller@web.de'],
    ['anna@gmial.com', 'anna@gmail.com'],
    ['anna@t-onlin.de', 'anna@t-online.de'],
    ['anna@me.com', 'anna@icloud.com'],
    ['a.b+c@googlemail.com', 'ab@gmail.com'],
    ['a.b@gmx.de', 'a.b@gmx.de'],
    ['x@xn--mller-kva.de', 'x@müller.de'],
    ['x@müller.de', 'x@müller.de'],
  ])('%s as written', (text, email) => {
    expect(normalizeEmail(text)).toBe(email);
  });

  test.each(['at home', 'Anna Meier', 'ich bin at punkt', 'punkt at web punkt de', 'a@b\u0000.de'])(
    '%j is none',
    (text) => {
      expect(normalizeEmail(text)).toBeNull();
    },
  );
});

describe('a date of birth', () => {
  test.each([
    ['dritter März neunzehnhundertachtzig', '1980-03-03'],
    ['am dritten dritten achtzig', '1980-03-03'],
    ['3. März 80', '1980-03-03'],
    ['einunddreißigster Dezember zweitausendfünf', '2005-12-31'],
    ['null drei null drei neunzehn achtzig', '1980-03-03'],
    ['zwanzig zwölf siebenundsiebzig', '1977-12-20'],
    ['ich bin am 5. Mai 1972 geboren', '1972-05-05'],
    ['fünfter elfter eins neun acht null', '1980-11-05'],
    ['elfter Jänner tausendneunhundertneunundneunzig', '1999-01-11'],
    ['erster siebter neunzehnhundert', '1900-07-01'],
    ['March the third, nineteen eighty', '1980-03-03'],
    ['the twenty first of June nineteen oh five', '1905-06-21'],
    // Without a century: 1930 to 2029.
    ['1.1.30', '1930-01-01'],
    ['erster erster neunundzwanzig', '2029-01-01'],
  ])('%s', (text, date) => {
    expect(normalizeDateOfBirth(text)).toBe(date);
  });

  test.each([
    'dritter März',
    'einunddreißigster Februar neunzehnhundertachtzig',
    'drei',
    'am Montag den dritten dritten achtzig',
    'Mai Mai Mai',
  ])('%s is none', (text) => {
    expect(normalizeDateOfBirth(text)).toBeNull();
  });
});

describe('a phone number', () => {
  test.each([
    ['null eins sieben eins eins zwei drei vier fünf sechs sieben', '+491711234567'],
    ['plus vier neun eins sieben eins zwölf vierunddreißig sechsundfünfzig sieben', '+491711234567'],
    ['Vorwahl null acht neun, dann zwölf vierunddreißig sechsundfünfzig', '+4989123456'],
    ['null eins sieben eins doppel drei zwo vier sechs acht', '+49171332468'],
    ['oh one seven one one two three four five six seven', '+491711234567'],
  ])('%s', (text, number) => {
    expect(normalizePhone(text, 'DE')).toBe(number);
  });

  test('words that are no digits make no number', () => {
    expect(normalizePhone('null eins sieben vielleicht acht neun zehn', 'DE')).toBeNull();
  });
});

describe('an address', () => {
  const place = (city: string) => normalizeAddress({ city });
  test.each([
    ['Hauptstr. 12-14', 'hauptstrasse', '12-14'],
    ['Hauptstr. 12/14', 'hauptstrasse', '12-14'],
    ['Haupt Straße Nr. 12 bis 14 a', 'hauptstrasse', '12-14a'],
    ['St.-Anna-Str. 5 b', 'sankt annastrasse', '5b'],
    ['Sankt-Anna-Straße 5b', 'sankt annastrasse', '5b'],
    ['Straße des 17. Juni 135', 'strasse des 17 juni', '135'],
    ['Am Bahnhof', 'am bahnhof', null],
  ])('%s', (street, name, houseNumber) => {
    expect(normalizeAddress({ street })).toMatchObject({ street: name, houseNumber });
  });

  test.each(['12/14', '12-14', '12 - 14', '12 bis 14', 'Nr. 12–14'])(
    'house number %s is a range',
    (houseNumber) => {
      expect(normalizeAddress({ houseNumber })?.houseNumber).toBe('12-14');
    },
  );

  test.each(['Frankfurt/M.', 'Frankfurt a. M.', 'Frankfurt am Main', 'Frankfurt (Main)', 'FRANKFURT A.M.'])(
    '%s is one city',
    (city) => {
      expect(place(city)).toMatchObject({ city: 'frankfurt am main' });
    },
  );

  test.each([
    ['Berlin-Kreuzberg', 'berlin', 'kreuzberg'],
    ['Köln (Ehrenfeld)', 'koeln', 'ehrenfeld'],
    ['München OT Pasing', 'muenchen', 'pasing'],
    ['Baden-Baden', 'baden-baden', undefined],
    ['Garmisch-Partenkirchen', 'garmisch-partenkirchen', undefined],
    ['Frankfurt (Oder)', 'frankfurt an der oder', undefined],
    ['Halle Westfalen', 'halle westfalen', undefined],
    ['St. Gallen', 'sankt gallen', undefined],
  ])('%s', (city, name, district) => {
    expect(place(city)?.city).toBe(name);
    expect(place(city)?.district).toBe(district);
  });

  test.each([
    [{ city: 'D-80331 München' }, '80331', 'muenchen'],
    [{ city: '80331 München', postalCode: '80331' }, '80331', 'muenchen'],
    [{ postalCode: 'acht null drei drei eins' }, '80331', null],
    [{ postalCode: 'A 1010' }, '1010', null],
    [{ postalCode: 'SW1A 1AA' }, 'sw1a1aa', null],
  ])('%j', (claims, postalCode, city) => {
    expect(normalizeAddress(claims)).toMatchObject({ postalCode, city });
  });
});
