import { expect, test } from '@jest/globals';
import { featureReader } from '../../models/featureSchema.ts';

test('what a row inherits is missing', () => {
  const reader = featureReader([
    { kind: 'categorical', name: 'constructor', vocabulary: ['a'] },
    { kind: 'numeric', name: 'toString' },
  ]);
  expect(reader.readRow({})).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  expect([0, 1].map((feature) => reader.shownValue(feature, {}))).toEqual([null, null]);
  expect(reader.readRow({ constructor: 'a', toString: 2 })).toEqual(Float64Array.of(0, 2));
});
