import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Forest } from '../../../models/boosting/forest.ts';
import { forestPredictor } from '../../../models/boosting/predictor.ts';
import { anyForest, anyRow, featureCount, numericForest } from './randomForests.ts';

const rowsOf = fc.array(anyRow, { minLength: 1, maxLength: 70 });

/** One array per feature. */
const columnsOf = (rows: readonly Float64Array[]) =>
  Array.from({ length: featureCount }, (_, feature) => Float64Array.from(rows, (row) => row[feature]!));

describe.each([
  ['forests with categories', anyForest],
  ['forests of numbers', numericForest],
])('%s', (_, forests) => {
  test('score alike, to the last bit, in WebAssembly and in plain TypeScript, by row and by batch', () => {
    fc.assert(
      fc.property(forests, rowsOf, (forest, rows) => {
        const plain = forestPredictor(forest, featureCount, 'plain');
        const wasm = forestPredictor(forest, featureCount, 'wasm');
        const expected = rows.flatMap((row) => [...plain.scoresOfRow(row)]);
        expect(rows.flatMap((row) => [...wasm.scoresOfRow(row)])).toEqual(expected);
        expect(rows.map(wasm.scoreOfRow)).toEqual(rows.map(plain.scoreOfRow));
        expect([...wasm.scores(columnsOf(rows), rows.length)]).toEqual(expected);
        expect([...plain.scores(columnsOf(rows), rows.length)]).toEqual(expected);
      }),
      { seed: 7, numRuns: 100, endOnFailure: true },
    );
  });
});

/** Per tree a threshold on feature 0, a value up to it and a value above. */
function stumps(trees: readonly (readonly [threshold: number, left: number, right: number])[]): Forest {
  return {
    roots: Int32Array.from(trees, (_, tree) => 3 * tree),
    feature: Int32Array.from(trees.flatMap(() => [0, -1, -1])),
    value: Float64Array.from(trees.flat()),
    left: Int32Array.from(trees.flatMap((_, tree) => [3 * tree + 1, -1, -1])),
    right: Int32Array.from(trees.flatMap((_, tree) => [3 * tree + 2, -1, -1])),
    missingLeft: new Uint8Array(3 * trees.length),
    categories: new Int32Array(3 * trees.length).fill(-1),
    categoryWords: new Uint32Array(0),
    cover: Float64Array.from(trees.flatMap(() => [2, 1, 1])),
  };
}

describe.each(['plain', 'wasm'] as const)('%s', (kernels) => {
  test('a value up to the threshold goes left, also when they differ in the last bit', () => {
    const { scoreOfRow } = forestPredictor(stumps([[1, 10, 20]]), 1, kernels);
    const scores = [1, 1 + Number.EPSILON, -Infinity, Infinity, Number.NaN].map((value) =>
      scoreOfRow(Float64Array.of(value)),
    );
    expect(scores).toEqual([10, 20, 10, 20, 20]);
  });

  test('trees take turns to add to eight sums', () => {
    // Added in their order the ones would be lost beside 2^53.
    const big = 2 ** 53;
    const values = [big, 1, 1, 1, 1, 1, 1, 1, -big];
    const forest = stumps(values.map((value) => [0, value, value] as const));
    expect(forestPredictor(forest, 1, kernels).scoreOfRow(Float64Array.of(0))).toBe(7);
    expect(values.reduce((sum, value) => sum + value, 0)).not.toBe(7);
  });

  test('trees take turns to add to the outputs', () => {
    const forest = { ...stumps([1, 2, 3, 4, 5].map((value) => [0, value, -value] as const)), outputs: 2 };
    const predictor = forestPredictor(forest, 1, kernels);
    expect([...predictor.scoresOfRow(Float64Array.of(0))]).toEqual([9, 6]);
    expect([...predictor.scores([Float64Array.of(0, 1)], 2)]).toEqual([9, 6, -9, -6]);
  });

  test('a forest without trees scores 0', () => {
    expect(forestPredictor(stumps([]), 1, kernels).scoreOfRow(Float64Array.of(3))).toBe(0);
  });
});

test('where WebAssembly has no room, plain TypeScript predicts', () => {
  const forest = stumps([[1, 10, 20]]);
  const features = 2 ** 26;
  expect(() => forestPredictor(forest, features, 'wasm')).toThrow(RangeError);
  expect(forestPredictor(forest, features).scoreOfRow(Float64Array.of(1))).toBe(10);
});
