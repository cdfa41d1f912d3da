import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareCity, compareStreet } from '../../../../models/linking/compareContact.ts';
import { compareGivenName, compareName } from '../../../../models/linking/compareNames.ts';
import { editDistance } from '../../../../models/linking/editDistance.ts';
import { CustomerIds } from '../../../../models/linking/index/customerIds.ts';
import { NameMeasures } from '../../../../models/linking/index/nameMeasures.ts';
import { NameTable } from '../../../../models/linking/index/nameTable.ts';
import { withinOneEdit } from '../../../../models/linking/index/nearTexts.ts';
import { Texts } from '../../../../models/linking/index/texts.ts';

const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

test('texts are given back as they came, each with one number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyUnits, fc.string(), fc.constantFrom('ß', 'a'.repeat(9000)))),
      (given) => {
        const texts = new Texts();
        const numbers = given.map((text) => texts.add(text));
        given.forEach((text, at) => {
          expect(texts.text(numbers[at]!)).toBe(text);
          expect(texts.find(text)).toBe(
            given.indexOf(text) === at ? numbers[at] : numbers[given.indexOf(text)],
          );
        });
        expect(texts.size).toBe(new Set(given).size);
        expect(texts.find('nobody says this')).toBe(-1);
      },
    ),
    { seed: 4 },
  );
});

test('ids are given back as they came, UUIDs and others', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        fc.oneof(
          fc.uuid(),
          fc.string(),
          fc.uuid().map((id) => id.toUpperCase()),
        ),
      ),
      (given) => {
        const ids = new CustomerIds();
        for (const id of given) expect(ids.text(ids.add(id))).toBe(id);
        for (const [at, id] of given.entries()) expect(ids.find(id)).toBe(at);
        expect(ids.find('nobody')).toBe(-1);
      },
    ),
    { seed: 5 },
  );
});

const shortWord = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 5 });

test('within one edit means an edit distance of at most one', () => {
  fc.assert(
    fc.property(shortWord, shortWord, (one, other) => {
      const texts = new Texts();
      expect(withinOneEdit(texts, texts.add(one), other)).toBe(editDistance(one, other, 1) <= 1);
    }),
    { seed: 6, numRuns: 500 },
  );
});

const letters = fc.string({
  unit: fc.constantFrom('a', 'e', 'r', 'm', 'n', 's', 'ae', 'ch', 'м'),
  maxLength: 9,
});
const folded = fc.oneof(
  fc.constantFrom(
    'mueller',
    'muller',
    'meier',
    'maier',
    'hans',
    'johannes',
    'hans-peter',
    'peter',
    'a',
    'anna maria',
  ),
  fc.tuple(letters, fc.constantFrom('', '', '', '-', ' '), letters).map((parts) => parts.join('')),
);

test('names, streets and cities agree on the level that plain text has', () => {
  fc.assert(
    fc.property(folded, fc.array(folded, { minLength: 1, maxLength: 6 }), (claimed, recorded) => {
      const names = new NameTable();
      const ids = recorded.map((name) => names.add(name));
      const measures = new NameMeasures(names);
      const claim = measures.claim(claimed);
      measures.prepare();
      recorded.forEach((name, at) => {
        expect(measures.name(claim, ids[at]!)).toBe(compareName(claimed, name));
        expect(measures.givenName(claim, ids[at]!)).toBe(compareGivenName(claimed, name));
        expect(measures.street(claim, ids[at]!)).toBe(compareStreet(claimed, name));
        expect(measures.city(claim, ids[at]!)).toBe(compareCity(claimed, name));
      });
      measures.release();
    }),
    { seed: 7, numRuns: 600 },
  );
});
