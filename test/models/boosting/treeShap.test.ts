import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boostedTreesRegressor } from '../../../models/boostedTrees.ts';
import type { BoostedTreesData } from '../../../models/boosting/boostedTreesModel.ts';
import { childOf, type Forest } from '../../../models/boosting/forest.ts';
import { forestPredictor } from '../../../models/boosting/predictor.ts';
import { forestMean, treeShap } from '../../../models/boosting/treeShap.ts';
import { featureReader } from '../../../models/featureSchema.ts';
import { simulatedWorld, tryingRows } from '../../conformance/worlds.ts';
import { anyForest, anyRow, featureCount } from './randomForests.ts';

const { dataset, rows } = simulatedWorld('regression', 400, 9);
const data = (await boostedTreesRegressor.fit(dataset, { rounds: 8, holdOut: 0, maxLeaves: 9 }))
  .data as BoostedTreesData;
const { forest } = data;
const reader = featureReader(data.features);

/** Expected score when only the features in `known` (a bit set) are known: the definition, node by node. */
function expectedScore(tree: Forest, node: number, encoded: Float64Array, known: number): number {
  const feature = tree.feature[node]!;
  if (feature < 0) return tree.value[node]!;
  if ((known >> feature) & 1)
    return expectedScore(tree, childOf(tree, node, encoded[feature]!), encoded, known);
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  return (
    (tree.cover[left]! * expectedScore(tree, left, encoded, known) +
      tree.cover[right]! * expectedScore(tree, right, encoded, known)) /
    tree.cover[node]!
  );
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** Shapley values by their definition, over all subsets. */
function shapley(encoded: Float64Array): number[] {
  const count = encoded.length;
  const scoreOf = (known: number) =>
    forest.roots.reduce((sum, root) => sum + expectedScore(forest, root, encoded, known), 0);
  return Array.from({ length: count }, (_, feature) => {
    let value = 0;
    for (let known = 0; known < 2 ** count; known++) {
      if ((known >> feature) & 1) continue;
      const size = Array.from({ length: count }, (__, bit) => (known >> bit) & 1).reduce((a, b) => a + b, 0);
      const share = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      value += share * (scoreOf(known | (1 << feature)) - scoreOf(known));
    }
    return value;
  });
}

describe.each(['plain', 'wasm'] as const)('TreeSHAP, %s', (kernels) => {
  test('equals the Shapley values by their definition', () => {
    const explain = treeShap(forest, data.features.length, kernels);
    for (const row of [...rows.slice(0, 6), ...tryingRows]) {
      const encoded = reader.readRow(row);
      const effects = explain(encoded);
      shapley(encoded).forEach((expected, feature) => {
        expect(effects[feature]).toBeCloseTo(expected, 10);
      });
    }
  });

  test('sums, with the mean of the forest, to the score', () => {
    const explain = treeShap(forest, data.features.length, kernels);
    const { scoreOfRow } = forestPredictor(forest, data.features.length);
    for (const row of rows.slice(0, 50)) {
      const encoded = reader.readRow(row);
      const sum = explain(encoded).reduce((a, b) => a + b, forestMean(forest));
      expect(sum).toBeCloseTo(scoreOfRow(encoded), 10);
    }
  });
});

test('TreeSHAP of random forests is alike in WebAssembly and in plain TypeScript', () => {
  fc.assert(
    fc.property(anyForest, fc.array(anyRow, { minLength: 1, maxLength: 3 }), (random, encodedRows) => {
      const plain = treeShap(random, featureCount, 'plain');
      const wasm = treeShap(random, featureCount, 'wasm');
      for (const encoded of encodedRows) {
        const expected = plain(encoded);
        wasm(encoded).forEach((effect, feature) => {
          expect(effect).toBeCloseTo(expected[feature]!, 9);
        });
      }
    }),
    { seed: 7, numRuns: 60, endOnFailure: true },
  );
});

test.each(['plain', 'wasm'] as const)(
  'where no training row went the reasons still sum up (%s)',
  (kernels) => {
    const forest: Forest = {
      roots: Int32Array.of(0),
      feature: Int32Array.of(0, -1, 1, -1, -1),
      value: Float64Array.of(0, 1, 0, 5, 7),
      left: Int32Array.of(1, -1, 3, -1, -1),
      right: Int32Array.of(2, -1, 4, -1, -1),
      missingLeft: new Uint8Array(5),
      categories: new Int32Array(5).fill(-1),
      categoryWords: new Uint32Array(0),
      cover: Float64Array.of(4, 4, 0, 0, 0),
    };
    const explain = treeShap(forest, 2, kernels);
    expect([...explain(Float64Array.of(-1, -1))]).toEqual([0, 0]);
    expect(explain(Float64Array.of(1, 1)).reduce((a, b) => a + b, forestMean(forest))).toBeCloseTo(7, 12);
  },
);
