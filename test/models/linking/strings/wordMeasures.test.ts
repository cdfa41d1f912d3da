import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from '../../../../models/linking/editDistance.ts';
import { jaroWinkler } from '../../../../models/linking/jaroWinkler.ts';
import { encodeWords } from '../../../../models/linking/strings/encodedWords.ts';
import { WordMeasures } from '../../../../models/linking/strings/wordMeasures.ts';

const measuresOf = (...words: string[]) => new WordMeasures(encodeWords(words));

describe('Jaro-Winkler', () => {
  // Winkler (1994), Advanced methods for record linkage, table 1, and the examples of the usual textbooks.
  test.each([
    ['shackleford', 'shackelford', 0.982],
    ['dunningham', 'cunnigham', 0.896],
    ['nichleson', 'nichulson', 0.956],
    ['jones', 'johnson', 0.832],
    ['massey', 'massie', 0.933],
    ['abroms', 'abrams', 0.922],
    ['dixon', 'dicksonx', 0.813],
    ['martha', 'marhta', 0.961],
    ['dwayne', 'duane', 0.84],
    ['jeraldine', 'geraldine', 0.926],
    ['michelle', 'michael', 0.921],
    ['julies', 'julius', 0.933],
    ['sean', 'susan', 0.805],
    ['jon', 'jan', 0.8],
  ])('%s and %s: %d', (a, b, expected) => {
    expect(measuresOf(a, b).jaroWinkler(0, 1)).toBeCloseTo(expected, 3);
  });

  const word = fc.oneof(
    fc.string({ maxLength: 40, unit: fc.constantFrom('a', 'b', 'c', 'd', 'ß') }),
    fc.string({ maxLength: 12, unit: 'binary' }),
  );

  test('equals the definition, either way round', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const measures = measuresOf(a, b);
        const found = measures.jaroWinkler(0, 1);
        expect(found).toBeCloseTo(jaroWinkler(a, b), 12);
        expect(measures.jaroWinkler(1, 0)).toBe(found);
      }),
      { numRuns: 3000, seed: 11 },
    );
  });

  test('edit distance equals the definition, either way round', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const measures = measuresOf(a, b);
        expect(measures.editDistance(0, 1)).toBe(editDistance(a, b, 100));
        expect(measures.editDistance(1, 0)).toBe(measures.editDistance(0, 1));
      }),
      { numRuns: 3000, seed: 12 },
    );
  });

  test('what was prepared for one word does not leak into the next', () => {
    const words = ['meier', 'maier', 'mayer', 'schmidt', 'a', '', 'schickedanz', 'm'.repeat(50)];
    const measures = measuresOf(...words);
    for (const [i, a] of words.entries())
      for (const [j, b] of words.entries()) {
        expect(measures.jaroWinkler(i, j)).toBeCloseTo(jaroWinkler(a, b), 12);
        expect(measures.editDistance(i, j)).toBe(editDistance(a, b, 100));
      }
  });
});
