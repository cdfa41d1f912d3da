import { describe, expect, test } from '@jest/globals';
import { boostedTreesRegressor } from '../../../models/boostedTrees.ts';
import type { BoostedTreesData } from '../../../models/boosting/boostedTreesModel.ts';
import { childOf, type Forest } from '../../../models/boosting/forest.ts';
import { forestPredictor } from '../../../models/boosting/predictor.ts';
import { forestMean, treeShap } from '../../../models/boosting/treeShap.ts';
import { featureReader } from '../../../models/featureSchema.ts';
import { simulatedWorld, tryingRows } from '../../conformance/worlds.ts';

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

describe('TreeSHAP', () => {
  test('equals the Shapley values by their definition', () => {
    for (const row of [...rows.slice(0, 6), ...tryingRows]) {
      const encoded = reader.readRow(row);
      const effects = treeShap(forest, encoded);
      shapley(encoded).forEach((expected, feature) => {
        expect(effects[feature]).toBeCloseTo(expected, 10);
      });
    }
  });

  test('sums, with the mean of the forest, to the score', () => {
    for (const row of rows.slice(0, 50)) {
      const encoded = reader.readRow(row);
      const sum = treeShap(forest, encoded).reduce((a, b) => a + b, forestMean(forest));
      expect(sum).toBeCloseTo(forestPredictor(forest, encoded.length).scoreOfRow(encoded), 10);
    }
  });
});
