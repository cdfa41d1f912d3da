import { describe, expect, test } from '@jest/globals';
import { drawer } from '../../../models/boosting/drawer.ts';
import { type ForestGrowOptions, openForestGrower } from '../../../models/boosting/forestGrower.ts';
import { randomTable } from './randomTable.ts';

const defaults: ForestGrowOptions = {
  maxDepth: Number.POSITIVE_INFINITY,
  minChildWeight: 1,
  minSplitWeight: 2,
  minGain: 0,
  featuresPerNode: 3,
  thresholds: 'best',
  bootstrap: true,
};

describe('the kernel grows the same forests as the plain code, bit by bit, in one thread and in several', () => {
  const sizes = [
    [1, 3],
    [2, 3],
    [7, 5],
    [400, 8],
    [1500, 11],
  ] as const;
  const kinds: [string, Partial<ForestGrowOptions>, boolean][] = [
    ['trees of a random forest', {}, false],
    ['extra trees', { thresholds: 'random', bootstrap: false }, false],
    ['trees of weighted numbers', { minChildWeight: 4, minSplitWeight: 9 }, true],
    ['extra trees of weighted numbers, drawn', { thresholds: 'random', maxDepth: 6 }, true],
    ['trees that look at all features', { featuresPerNode: 100, bootstrap: false }, true],
  ];
  test.each(kinds)('%s', async (_, options, weighted) => {
    for (const [rowCount, featureCount] of sizes) {
      const { table, target, weights } = randomTable(rowCount, featureCount, 4);
      const rows = weighted
        ? { target: target.map((value, row) => value * 3.7 + (row % 5)), weights }
        : { target };
      const grown = async (kernels: 'plain' | 'wasm', threads: number) => {
        const grower = await openForestGrower(table, rows, { ...defaults, ...options }, { kernels, threads });
        const trees = grower.grow([3, 1, 4, -15]);
        grower.close();
        return trees;
      };
      const plain = await grown('plain', 1);
      expect(await grown('wasm', 1)).toEqual(plain);
      expect(await grown('wasm', 3)).toEqual(plain);
      if (rowCount > 100) expect(Math.min(...plain.map(({ nodeCount }) => nodeCount))).toBeGreaterThan(20);
    }
  });
});

test('a tree grown to the end fits the rows it was grown on, and knows which it was not', async () => {
  const { table, target } = randomTable(600, 8, 9);
  const grower = await openForestGrower(table, { target }, defaults);
  const [tree] = grower.grow([5]);
  const counts = grower.countsOf(5);
  grower.close();
  const leafOf = (row: number): number => {
    let node = 0;
    while (tree!.left[node]! >= 0) {
      const bin = table.bins[tree!.feature[node]!]![row]!;
      const mask = tree!.leftBins.get(node);
      const goesLeft = mask
        ? mask[bin] === 1
        : bin === 0
          ? tree!.missingLeft[node] === 1
          : bin <= tree!.bin[node]!;
      node = tree!.left[node]! + (goesLeft ? 0 : 1);
    }
    return node;
  };
  let unseen = 0;
  for (let row = 0; row < 600; row++)
    if (counts[row] === 0) unseen++;
    else expect(tree!.value[leafOf(row)]).toBeCloseTo(target[row]!, 12);
  // Drawn with replacement, a row is left out with probability 1 / e.
  expect(Math.abs(unseen / 600 - Math.exp(-1))).toBeLessThan(0.05);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(600);
});

test('random numbers are uniform below their bound', () => {
  const counts = new Float64Array(7);
  const random = drawer(42);
  for (let draw = 0; draw < 70_000; draw++) counts[random.below(7)]!++;
  // Four standard deviations.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(70_000 * (6 / 49)));
});
