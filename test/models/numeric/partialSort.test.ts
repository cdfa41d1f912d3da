import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { partialSort } from '../../../models/numeric/partialSort.ts';

const random = seededRandom(2);

test.each([
  ['distinct', () => random.normal()],
  ['with many ties', () => random.integer(4)],
  ['equal', () => 1],
])('values %s: what sorting puts at each rank', (_, draw) => {
  for (const size of [1, 2, 3, 10, 57]) {
    const values = Float64Array.from({ length: size }, draw);
    const sorted = values.slice().sort();
    for (let rank = 0; rank < size; rank++) {
      const given = values.slice();
      expect(partialSort(given, rank)).toBe(sorted[rank]);
      expect(given.slice(0, rank).every((value) => value <= given[rank]!)).toBe(true);
      expect(given.slice(rank).every((value) => value >= given[rank]!)).toBe(true);
      expect(given.sort()).toEqual(sorted);
    }
  }
});

test('ordered values do not take quadratic time', () => {
  const ascending = Float64Array.from({ length: 300_000 }, (_, at) => at);
  expect(partialSort(ascending.slice(), 1000)).toBe(1000);
  expect(partialSort(ascending.slice().reverse(), 299_000)).toBe(299_000);
});
