import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Forest } from '../../../models/boosting/forest.ts';
import { forestPredictor } from '../../../models/boosting/predictor.ts';
import { forestMean, treeShap } from '../../../models/boosting/treeShap.ts';

type Written = { readonly [Name in keyof Required<Omit<Forest, 'outputs'>>]: readonly number[] };
interface Fixture {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly xgboost: { readonly forest: Written; readonly contributions: readonly (readonly number[])[] };
  readonly lightgbm: Fixture['xgboost'];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/tree_shap.json', import.meta.url), 'utf8'),
) as Fixture;
const rows = fixture.rows.map((row) => Float64Array.from(row, (value) => value ?? Number.NaN));

function forestOf(arrays: Written): Forest {
  const integers = (name: keyof Written) => Int32Array.from(arrays[name]);
  return {
    roots: integers('roots'),
    feature: integers('feature'),
    value: Float64Array.from(arrays.value),
    left: integers('left'),
    right: integers('right'),
    missingLeft: Uint8Array.from(arrays.missingLeft),
    categories: integers('categories'),
    categoryWords: Uint32Array.from(arrays.categoryWords),
    cover: Float64Array.from(arrays.cover),
  };
}

// The tolerances have their reasons in fixtures/tree_shap.py.
describe.each([
  ['xgboost', 4],
  ['lightgbm', 9],
] as const)('the forest of %s', (peer, digits) => {
  const forest = forestOf(fixture[peer].forest);
  const { contributions } = fixture[peer];

  test.each(['plain', 'wasm'] as const)('has its reasons (%s)', (kernels) => {
    const explain = treeShap(forest, 5, kernels);
    rows.forEach((row, index) => {
      const expected = contributions[index]!;
      explain(row).forEach((effect, feature) => {
        expect(effect).toBeCloseTo(expected[feature]!, digits);
      });
      expect(forestMean(forest)).toBeCloseTo(expected.at(-1)!, digits);
    });
  });

  test('scores what they sum to', () => {
    const { scoreOfRow } = forestPredictor(forest, 5);
    rows.forEach((row, index) => {
      expect(scoreOfRow(row)).toBeCloseTo(
        contributions[index]!.reduce((a, b) => a + b, 0),
        digits,
      );
    });
  });
});
