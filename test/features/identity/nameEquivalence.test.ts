import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areNicknames } from '../../../features/identity/givenNameGroups.ts';
import { nameEquivalence } from '../../../features/identity/nameEquivalence.ts';
import { soundDistance } from '../../../features/identity/soundDistance.ts';
import { spellingKey } from '../../../features/identity/spellingKey.ts';

describe('nameEquivalence', () => {
  test.each([
    ['Müller', 'Mueller', 'equal'],
    ['Weiß', 'WEISS', 'equal'],
    ['Müller', 'Muller', 'umlaut'],
    ['Hans-Peter', 'Hanspeter', 'umlaut'],
    ['Maier', 'Meyer', 'spelling'],
    ['Mayr', 'Mair', 'spelling'],
    ['Philipp', 'Filip', 'spelling'],
    ['Schmidt', 'Schmitt', 'spelling'],
    ['Schmid', 'Schmitt', 'spelling'],
    ['Walther', 'Walter', 'spelling'],
    ['Kurt', 'Curt', 'spelling'],
    ['Becker', 'Bäcker', 'spelling'],
    ['Schulz', 'Schultz', 'spelling'],
    ['Hofmann', 'Hoffmann', 'spelling'],
    ['Jahn', 'Jan', 'spelling'],
    ['Sylvia', 'Silvia', 'spelling'],
    ['Hans', 'Johannes', 'nickname'],
    ['Sepp', 'Josef', 'nickname'],
    ['Schorsch', 'Georg', 'nickname'],
    ['Gretel', 'Margarethe', 'nickname'],
    ['Sascha', 'Alexander', 'nickname'],
    ['Peterchen', 'Peter', 'nickname'],
    ['Bob', 'Robert', 'nickname'],
    ['Neumann', 'Meumann', 'misheard'],
    ['Becker', 'Pecker', 'misheard'],
    ['Timm', 'Dimm', 'misheard'],
    ['Anna', 'Otto', null],
    ['Hans', 'Horst', null],
    ['Betty', 'Lisa', null],
    ['Anton', 'Antonia', null],
    ['Martin', 'Martina', null],
    ['', 'Anna', null],
    ['李', '王', null],
  ])('%s and %s: %s', (a, b, grade) => {
    expect(nameEquivalence(a, b)).toBe(grade);
    expect(nameEquivalence(b, a)).toBe(grade);
  });

  test('family names have no nicknames', () => {
    expect(nameEquivalence('Fritz', 'Friedrich')).toBe('nickname');
    expect(nameEquivalence('Fritz', 'Friedrich', { nicknames: false })).toBeNull();
  });

  test('a short form of two names joins each, not both', () => {
    expect(areNicknames('toni', 'anton')).toBe(true);
    expect(areNicknames('toni', 'antonia')).toBe(true);
    expect(areNicknames('anton', 'antonia')).toBe(false);
  });
});

const name = fc.string({ unit: fc.constantFrom(...'aeioubdfghkmnrstüöscz'), maxLength: 12 });

describe('sounds', () => {
  test('what the telephone confuses is nearer than what it does not', () => {
    expect(soundDistance('Meyer', 'Maier')).toBe(0);
    expect(soundDistance('Becker', 'Pecker')).toBeLessThan(soundDistance('Becker', 'Lecker'));
    expect(soundDistance('Neumann', 'Meumann')).toBeLessThan(0.5);
    expect(soundDistance('Anna', '')).toBeGreaterThan(1);
  });

  test('distance is symmetric, not negative, and 0 for equal keys', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const distance = soundDistance(a, b);
        expect(distance).toBeCloseTo(soundDistance(b, a), 9);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(soundDistance(a, a)).toBe(0);
        if (spellingKey(a) === spellingKey(b)) expect(distance).toBe(0);
        expect(nameEquivalence(a, b)).toBe(nameEquivalence(b, a));
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
