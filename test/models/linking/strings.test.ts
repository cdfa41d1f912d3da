import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareDateOfBirth, compareEmail, comparePhone } from '../../../models/linking/compareContact.ts';
import { compareGivenName, compareName, compareNames } from '../../../models/linking/compareNames.ts';
import { editDistance } from '../../../models/linking/editDistance.ts';
import { jaro, jaroWinkler } from '../../../models/linking/jaroWinkler.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcdeimnst'), maxLength: 10 });

describe('Jaro and Jaro-Winkler', () => {
  // Winkler (1990, 1994) and the worked examples usually quoted from there.
  test.each([
    ['MARTHA', 'MARHTA', 0.9444, 0.9611],
    ['DWAYNE', 'DUANE', 0.8222, 0.84],
    ['DIXON', 'DICKSONX', 0.7667, 0.8133],
    ['JELLYFISH', 'SMELLYFISH', 0.8963, 0.8963],
    ['ABC', 'XYZ', 0, 0],
    ['', '', 1, 1],
    ['A', '', 0, 0],
    ['SAME', 'SAME', 1, 1],
  ])('%s and %s', (a, b, plain, winkler) => {
    expect(jaro(a, b)).toBeCloseTo(plain, 4);
    expect(jaroWinkler(a, b)).toBeCloseTo(winkler, 4);
  });

  test('are symmetric, in [0, 1], and 1 only for equal texts', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        for (const similarity of [jaro, jaroWinkler]) {
          expect(similarity(a, b)).toBe(similarity(b, a));
          expect(similarity(a, b)).toBeGreaterThanOrEqual(0);
          expect(similarity(a, b)).toBeLessThanOrEqual(1);
          if (a !== b) expect(similarity(a, b)).toBeLessThan(1);
        }
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});

/** Optimal string alignment by its recursive definition. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const cost = a.at(-1) === b.at(-1) ? 0 : 1;
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)];
  let least = Math.min(
    slowDistance(shortA, b) + 1,
    slowDistance(a, shortB) + 1,
    slowDistance(shortA, shortB) + cost,
  );
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    least = Math.min(least, slowDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return least;
}

describe('editDistance', () => {
  test.each([
    ['kitten', 'sitting', 3],
    ['meier', 'mieer', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['abc', 'abcdefgh', 4],
  ])('%s -> %s', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
  });

  test('equals the definition, up to its limit', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(short, short, fc.integer({ min: 0, max: 6 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(slowDistance(a, b), limit + 1));
      }),
      { seed: 4, numRuns: 400 },
    );
  });
});

describe('compareName', () => {
  test.each([
    ['meier', 'meier', 7],
    ['mueller', 'muller', 6],
    ['hans-peter', 'hans peter', 6],
    ['mueller-luedenscheidt', 'mueller', 5],
    ['krzywonos', 'krzywonoss', 4],
    ['meier', 'mayr', 3],
    ['a', 'anna', 2],
    ['a', 'otto', 0],
    ['schulz', 'petersen', 0],
  ])('%s against %s', (a, b, level) => {
    expect(compareName(a, b)).toBe(level);
  });

  test('one side says nothing', () => {
    expect(compareName(null, 'meier')).toBe(-1);
  });

  test('comparisons of fields are symmetric', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2020-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(word, word, date, date, (a, b, born, other) => {
        if (a !== '' && b !== '') expect(compareName(a, b)).toBe(compareName(b, a));
        const [left, right] = [born.toISOString().slice(0, 10), other.toISOString().slice(0, 10)];
        expect(compareDateOfBirth(left, right)).toBe(compareDateOfBirth(right, left));
        expect(comparePhone(`+49${a}`, `+49${b}`)).toBe(comparePhone(`+49${b}`, `+49${a}`));
        expect(compareEmail(`${a}@x.de`, `${b}@x.de`)).toBe(compareEmail(`${b}@x.de`, `${a}@x.de`));
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});

describe('compareGivenName', () => {
  test.each([
    ['hans', 'johannes', 5],
    ['sepp', 'josef', 5],
    ['hans peter', 'johannes', 5],
    ['anna', 'anne', 4],
    ['hans', 'horst', 0],
    ['j', 'johannes', 2],
    ['johannes', 'johannes', 7],
    [null, 'johannes', -1],
  ])('%s against %s', (a, b, level) => {
    expect(compareGivenName(a, b)).toBe(level);
    expect(compareGivenName(b, a)).toBe(level);
  });

  test('family names have no nicknames', () => {
    const fritz = { given: 'anna', family: 'fritz' };
    expect(compareNames(fritz, { given: 'anna', family: 'friedrich' }).familyName).toBeLessThan(5);
    expect(
      compareNames({ given: 'sepp', family: 'huber' }, { given: 'josef', family: 'huber' }),
    ).toMatchObject({
      givenName: 5,
      familyName: 7,
      nameOrder: 1,
    });
  });
});

describe('compareNames', () => {
  test('recognises swapped names', () => {
    const swapped = compareNames({ given: 'meier', family: 'anna' }, { given: 'anna', family: 'meier' });
    expect(swapped).toMatchObject({ givenName: 7, familyName: 7, nameOrder: 0 });
  });

  test('a single word may be the given name', () => {
    const single = compareNames({ given: null, family: 'anna' }, { given: 'anna', family: 'meier' });
    expect(single).toMatchObject({ givenName: 7, familyName: -1, nameOrder: 0 });
  });

  test('a usual order stays usual', () => {
    const usual = compareNames({ given: 'anna', family: 'meier' }, { given: 'anna', family: 'maier' });
    expect(usual).toMatchObject({ givenName: 7, familyName: 4, nameOrder: 1 });
  });
});

describe('compareDateOfBirth', () => {
  test.each([
    ['1980-12-31', '1980-12-31', 3],
    ['1980-03-04', '1980-04-03', 2],
    ['1980-12-31', '1981-12-31', 2],
    ['1980-12-31', '1980-12-09', 1],
    ['1980-12-31', '1955-04-17', 0],
  ])('%s against %s', (a, b, level) => {
    expect(compareDateOfBirth(a, b)).toBe(level);
  });
});
