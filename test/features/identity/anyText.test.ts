import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalizeAddress } from '../../../features/identity/address.ts';
import { normalizeDateOfBirth } from '../../../features/identity/dateOfBirth.ts';
import { normalizeEmail } from '../../../features/identity/email.ts';
import { areNicknames } from '../../../features/identity/givenNameGroups.ts';
import { normalizeFullName, normalizeName } from '../../../features/identity/name.ts';
import { nameEquivalence } from '../../../features/identity/nameEquivalence.ts';
import { isWithheld, normalizePhone } from '../../../features/identity/phone.ts';
import { soundDistance } from '../../../features/identity/soundDistance.ts';
import { spellingKey } from '../../../features/identity/spellingKey.ts';

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  fullName: (text) => normalizeFullName(text),
  parts: (text) => normalizeName({ givenName: text, familyName: text, name: text }),
  phone: (text) => normalizePhone(text, 'DE'),
  withheld: (text) => isWithheld(text),
  email: (text) => normalizeEmail(text),
  dateOfBirth: (text) => normalizeDateOfBirth(text),
  street: (text) => normalizeAddress({ street: text, postalCode: text, city: text }),
  houseNumber: (text) => normalizeAddress({ houseNumber: text }),
  key: (text) => spellingKey(text),
  distance: (text) => soundDistance(text, 'Müller'),
  equivalence: (text) => nameEquivalence(text, `${text}i`),
  nicknames: (text) => areNicknames(text, 'hans'),
};

/** Words that start something in one of the readers, in no sensible order, among any characters. */
const spoken = fc.constantFrom(
  ...`Müller Anna mit ohne wie S ß M-U-E Doppel-L doppel doppelt zweimal Siegfried Köln geschrieben buchstabiere Graf von
  der jun. geb. Dr. h.c. Herr GmbH , ; - – + / ( ) . @ at punkt minus unterstrich web gmx null eins zwölf hundert und
  neunzehnhundert dritter März 3. 1980 80 plus Str. Nr. 12 bis 14a St. Frankfurt a. M. OT Berlin- D- ypsilon em vau ie`.split(
    /\s+/,
  ),
  'שלום',
  'مرحبا بك',
  '👩‍👩‍👧‍👦',
  '\u202e',
  '\u0000',
  '\ud83d',
  'İ',
  'ﬃ',
  '٣٤',
  '李小龍',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(spoken, { maxLength: 14 }).map((words) => words.join(' ')),
  fc
    .array(fc.oneof(spoken, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 14 })
    .map((words) => words.join('')),
);

describe.each(Object.entries(readers))('%s', (_, read) => {
  test('answers any text, the same way every time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(read(text)).toEqual(read(text));
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  test('answers a megabyte of anything', () => {
    const pieces = [
      'a',
      'a ',
      'a-',
      'ß',
      'doppel ',
      'mit y ',
      's wie s ',
      'null ',
      'eins',
      'dritter ',
      'at ',
      'punkt ',
      '1/',
      '1 ',
      'ue',
      'sch',
      'von ',
      '👩‍👩‍👧‍👦',
      '\u202eש',
      '\u0301',
      '\ud83d',
      'frankfurt-',
      ' ',
      ',',
    ];
    for (const piece of pieces) {
      const answer = JSON.stringify(read(piece.repeat(Math.ceil(1_000_000 / piece.length)))) ?? '';
      expect(answer.length).toBeLessThan(2500);
    }
  });
});

test('a normal form is its own normal form', () => {
  fc.assert(
    fc.property(anyText, anyText, (givenName, familyName) => {
      const name = normalizeName({ givenName, familyName });
      const again = normalizeName({ givenName: name?.given, familyName: name?.family });
      // What was spelled may spell something again in another order; words that were heard may not change.
      if (
        !/\b\p{L}{1,2}\b|mit|ohne|wie|doppel|zweimal|geschrieben|buchstabiere/iu.test(
          `${givenName} ${familyName}`,
        )
      ) {
        expect(again).toEqual(name);
      }
    }),
    { seed: 9, numRuns: 1500 },
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const email = normalizeEmail(text);
      if (email !== null) expect(normalizeEmail(email)).toBe(email);
      const phone = normalizePhone(text, 'DE');
      if (phone !== null) expect(normalizePhone(phone, 'DE')).toBe(phone);
      const date = normalizeDateOfBirth(text);
      if (date !== null) expect(normalizeDateOfBirth(date)).toBe(date);
    }),
    { seed: 10, numRuns: 1500 },
  );
});
