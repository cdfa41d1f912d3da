import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { featureReader, schemaOf } from '../../../models/featureSchema.ts';
import { rowOf, widthOf } from '../../../models/neural/neuralFeature.ts';
import { embeddingWidth, fillUntrainedRows, planFeatures } from '../../../models/neural/planFeatures.ts';
import { finish } from '../../../models/numeric/steps.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';

const table = tableFromRows([
  { a: 1, b: 'x', c: 'same', d: null },
  { a: 2, b: 'y', c: 'same', d: 1 },
  { a: 3, b: 'x', c: 'same', d: 2 },
  { a: 4, b: 'z', c: 'same', d: 3 },
]);
const specs = schemaOf(table);
const weights = Float64Array.of(1, 3, 1, 1);
const plan = () =>
  finish(planFeatures(specs, featureReader(specs).readTable(table), weights, seededRandom(2)));

test('numbers come first; what is missing has an input of its own, what never varies none', () => {
  const { features, encoded } = plan();
  expect(features.map(({ name }) => name)).toEqual(['a', 'd', 'b', 'c']);
  expect(features.map(widthOf)).toEqual([1, 2, embeddingWidth(3), 0]);
  expect([...encoded[0]!]).toEqual([1, 2, 3, 4]);
});

test('an embedding grows with its categories, up to 16', () => {
  expect([1, 2, 3, 10, 50, 61, 254].map(embeddingWidth)).toEqual([0, 3, 3, 6, 15, 16, 16]);
});

test('embedding rows that no trained row has get the weighted mean of those that one has', () => {
  const { features, encoded } = plan();
  const feature = features[2]!;
  if (feature.kind !== 'categorical') throw new Error('not a category');
  const filled = fillUntrainedRows(feature, encoded[2]!, weights, Int32Array.of(0, 1));
  if (filled.kind !== 'categorical') throw new Error('not a category');
  const rowAt = (embedding: Float32Array, row: number) => [
    ...embedding.subarray(row * feature.dimensions, (row + 1) * feature.dimensions),
  ];
  const [x, y, z] = [0, 1, 2].map((code) => rowOf(feature, code));
  expect(rowAt(filled.embedding, x!)).toEqual(rowAt(feature.embedding, x!));
  expect(rowAt(filled.embedding, y!)).toEqual(rowAt(feature.embedding, y!));
  for (const row of [z!, rowOf(feature, -1), rowOf(feature, Number.NaN)])
    rowAt(filled.embedding, row).forEach((value, at) => {
      const mean = (rowAt(feature.embedding, x!)[at]! + 3 * rowAt(feature.embedding, y!)[at]!) / 4;
      expect(value).toBeCloseTo(mean, 6);
    });
});
