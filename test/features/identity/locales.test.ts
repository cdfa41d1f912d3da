import { describe, expect, test } from '@jest/globals';
import { defaultLocales } from '../../../features/identity/defaultLocales.ts';
import { fold } from '../../../features/identity/fold.ts';
import { areNicknames } from '../../../features/identity/givenNameGroups.ts';
import type { LocalePack } from '../../../features/identity/locale.ts';
import { de } from '../../../features/identity/locales/de.ts';
import { en } from '../../../features/identity/locales/en.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { numberWords } from '../../../features/identity/numberWords.ts';
import { spellingLexicon } from '../../../features/identity/spellingLexicon.ts';

describe.each(defaultLocales.map((pack) => [pack.language, pack] as const))(
  'the locale pack %s',
  (_, pack) => {
    test('spells every letter', () => {
      const letters = new Set(spellingLexicon([pack]).alphabet.values());
      for (const letter of 'abcdefghijklmnopqrstuvwxyz') expect(letters).toContain(letter);
    });

    test('says every number from 0 to 99, every day and every year', () => {
      const { cardinals, ordinals, years } = numberWords([pack]);
      expect(new Set(cardinals.values()).size).toBe(100);
      expect(new Set(ordinals.values())).toEqual(new Set(Array.from({ length: 31 }, (_, at) => at + 1)));
      expect(new Set(years.values()).size).toBe(251);
    });

    test('names every month', () => {
      const months = pack.dates.months.split(/\s+/).map((entry) => Number(entry.split('=')[1]));
      expect(new Set(months)).toEqual(new Set(Array.from({ length: 12 }, (_, at) => at + 1)));
    });

    test('has nickname groups of two and more, each name once', () => {
      for (const line of pack.names.nicknames.trim().split('\n')) {
        const names = line.split(/[\s|]+/).map(fold);
        expect(names.length).toBeGreaterThan(1);
        expect(new Set(line.split(/[\s|]+/)).size).toBe(names.length);
      }
    });

    test('has rules and costs that can be read', () => {
      for (const [pattern] of pack.names.spellingRules) expect(() => new RegExp(pattern, 'gu')).not.toThrow();
      for (const entry of pack.names.confusions.split(/\s+/)) expect(entry).toMatch(/^..=0?\.\d+$/u);
    });
  },
);

test('German has at least 300 nickname groups', () => {
  expect(de.names.nicknames.trim().split('\n').length).toBeGreaterThanOrEqual(300);
});

describe('a further language is one more pack', () => {
  /** A few words of Dutch, the rest English. */
  const nl: LocalePack = {
    ...en,
    language: 'nl',
    names: {
      ...en.names,
      phrases: ['goede dag', 'met'],
      salutations: 'meneer mevrouw',
      nicknames: 'Hendrik Henk\nJohannes Jan',
    },
    dates: { months: 'maart=3', fillers: '' },
    numbers: {
      ...de.numbers,
      units:
        'nul=0 een=1 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 negentien=19',
      tens: 'twintig=20 tachtig=80',
      and: 'en',
      hundred: 'honderd',
      thousand: 'duizend',
      ordinals: 'derd=3',
    },
    email: { ...en.email, at: ['apenstaartje'], dot: ['punt'] },
  };
  const claims = {
    name: 'Goede dag, met meneer de Vries',
    phone: 'nul zes een twee drie vier vijf zes zeven acht',
    email: 'henk apenstaartje voorbeeld punt nl',
    dateOfBirth: 'derde maart negentienhonderdtachtig',
  };

  test('and reads what German does not', () => {
    const identity = normalizeIdentity(claims, { region: 'NL', locales: [nl] });
    expect(identity).toMatchObject({
      name: { given: null, family: 'vries' },
      phone: '+31612345678',
      email: 'henk@voorbeeld.nl',
      dateOfBirth: '1980-03-03',
    });
    expect(areNicknames('hendrik', 'henk', [nl])).toBe(true);
    expect(areNicknames('johannes', 'hans', [nl])).toBe(false);
    const german = normalizeIdentity(claims, { region: 'NL', locales: [de] });
    expect(german).toMatchObject({ phone: null, email: null, dateOfBirth: null });
  });
});
