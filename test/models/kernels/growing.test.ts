import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type GrowOptions, type GrowRequest, openGrower } from '../../../models/boosting/grower.ts';
import type { GrownTree } from '../../../models/boosting/grownTree.ts';
import { randomTable } from './randomTable.ts';

const defaults: GrowOptions = {
  maxLeaves: 15,
  maxDepth: Number.POSITIVE_INFINITY,
  l2: 1,
  minChildWeight: 1e-3,
  minChildRows: 1,
  minGain: 0,
};

interface Case {
  readonly rows: number;
  readonly features: number;
  readonly options?: Partial<GrowOptions>;
  readonly weighted?: boolean;
  readonly derivatives?: GrowRequest['derivatives'];
  /** Grow on a part of the rows and features. */
  readonly part?: boolean;
  /** Ask for every so many-th feature only. */
  readonly every?: number;
  readonly valueBins?: number;
}

/** Long arrays are compared by their hash. */
const hashOf = (values: Float64Array | Int32Array) =>
  createHash('sha256').update(new Uint8Array(values.slice().buffer)).digest('hex');

/** Grows some trees one upon the other; what comes out is everything that can be seen of them, bit by bit. */
async function grown(each: Case, kernels: 'wasm' | 'plain', threads: number) {
  const { table, target, weights } = randomTable(each.rows, each.features, 5, each.valueBins);
  const rows = each.weighted === true ? { target, weights } : { target };
  const grower = await openGrower(table, rows, { ...defaults, ...each.options }, { kernels, threads });
  const trees: GrownTree[] = [];
  const all = Int32Array.from(table.features.keys());
  for (let round = 0; round < 4; round++) {
    if (each.derivatives === 'given')
      for (let row = 0; row < each.rows; row++) {
        grower.gradients[row] = (grower.scores(0)[row]! - target[row]!) * 1e3;
        // Some so small that they would be rounded to nothing.
        grower.hessians[row] = row % 5 === 0 ? 1e-25 : 1 / 3;
      }
    const request: GrowRequest = {
      features: all.filter((feature) =>
        each.part === true ? (feature + round) % 3 !== 0 : feature % (each.every ?? 1) === 0,
      ),
      derivatives: each.derivatives ?? 'logistic',
      ...(each.part === true && {
        rows: Int32Array.from(target.keys()).filter((row) => (row * 7 + round) % 5 < 3),
      }),
    };
    const tree = grower.grow(request);
    trees.push(tree);
    grower.addScores(tree, 0.3);
  }
  const result = { trees, scores: hashOf(grower.scores(0)), rows: hashOf(grower.rows) };
  grower.close();
  return result;
}

const monotone = Int8Array.from({ length: 24 }, (_, feature) => [1, -1, 0][feature % 3]!);

describe('kernels grow the same trees as the plain code, bit by bit, in one thread and in several', () => {
  const cases: [string, Case][] = [
    ['of all kinds of columns', { rows: 3000, features: 24 }],
    ['with weights', { rows: 1500, features: 8, weighted: true }],
    ['of one feature', { rows: 500, features: 1 }],
    ['of more features than a word or a vector holds', { rows: 400, features: 67 }],
    ['of part of the rows and features', { rows: 2000, features: 41, part: true, weighted: true }],
    ['of features far from each other', { rows: 500, features: 160, every: 9 }],
    ['of derivatives that were given', { rows: 1000, features: 9, derivatives: 'given' }],
    ['of squared loss', { rows: 1000, features: 9, derivatives: 'squared', weighted: true }],
    ['within monotone bounds', { rows: 2000, features: 24, options: { monotone } }],
    ['with few bins', { rows: 1000, features: 10, valueBins: 5 }],
    [
      'of heavy leaves',
      { rows: 1200, features: 9, options: { minChildRows: 60, minChildWeight: 9, maxDepth: 4, l2: 0 } },
    ],
    [
      'down to single rows',
      { rows: 700, features: 6, options: { maxLeaves: 700, l2: 0, minChildWeight: 1e-9 } },
    ],
    ['of one row', { rows: 1, features: 4 }],
    ['of two rows', { rows: 2, features: 4, options: { minChildWeight: 1e-6 } }],
    ['of seven rows', { rows: 7, features: 9, options: { minChildWeight: 1e-6 } }],
    ['in blocks of rows that the cache holds', { rows: 14_000, features: 17, part: true }],
  ];
  test.each(cases)('%s', async (_, each) => {
    const plain = await grown(each, 'plain', 1);
    expect(await grown(each, 'wasm', 1)).toEqual(plain);
    expect(await grown(each, 'wasm', 3)).toEqual(plain);
    // Equal trees prove nothing where there are none.
    const mostLeaves = Math.max(...plain.trees.map(({ nodeCount }) => (nodeCount + 1) / 2));
    expect(mostLeaves).toBeGreaterThanOrEqual(Math.min(each.rows, 2));
  });
});

test('growers work side by side', async () => {
  const each: Case = { rows: 300, features: 9 };
  const alone = await grown(each, 'wasm', 2);
  // One that was closed twice must not give its memory to two others.
  const closed = await openGrower(randomTable(9, 2, 1).table, { target: new Float64Array(9) }, defaults);
  closed.close();
  closed.close();
  const together = await Promise.all([1, 2, 2, 1].map((threads) => grown(each, 'wasm', threads)));
  for (const result of together) expect(result).toEqual(alone);
});

describe('a tree', () => {
  test('adds its leaf to the score of every row, also of rows it was not grown on', async () => {
    const { table, target } = randomTable(900, 8, 3);
    const grower = await openGrower(table, { target }, defaults);
    const rows = Int32Array.from({ length: 300 }, (_, index) => 3 * index);
    const tree = grower.grow({
      features: Int32Array.from(table.features.keys()),
      rows,
      derivatives: 'logistic',
    });
    grower.addScores(tree, 0.5);
    const scores = grower.scores(0);
    for (let row = 0; row < 900; row++)
      expect(scores[row]).toBeCloseTo(0.5 * tree.value[leafOf(tree, row)]!, 15);
    grower.close();

    function leafOf(tree: GrownTree, row: number): number {
      let node = 0;
      while (tree.left[node]! >= 0) {
        const bin = table.bins[tree.feature[node]!]![row]!;
        const mask = tree.leftBins.get(node);
        const goesLeft = mask
          ? mask[bin] === 1
          : bin === 0
            ? tree.missingLeft[node] === 1
            : bin <= tree.bin[node]!;
        node = tree.left[node]! + (goesLeft ? 0 : 1);
      }
      return node;
    }
  });

  test('has sums, rows and cover that belong together', async () => {
    const { table, target, weights } = randomTable(900, 8, 4);
    const grower = await openGrower(table, { target, weights }, defaults);
    const tree = grower.grow({ features: Int32Array.from(table.features.keys()), derivatives: 'logistic' });
    for (let node = 0; node < tree.nodeCount; node++) {
      const left = tree.left[node]!;
      let weight = 0;
      let gradient = 0;
      let hessian = 0;
      for (const row of grower.rows.subarray(tree.start[node]!, tree.end[node]!)) {
        weight += weights[row]!;
        gradient += weights[row]! * (0.5 - target[row]!);
        hessian += weights[row]! / 4;
      }
      expect(tree.cover[node]).toBeCloseTo(weight, 9);
      expect(tree.value[node]).toBeCloseTo(-gradient / (hessian + 1), 7);
      if (left < 0) continue;
      expect(tree.start[left]).toBe(tree.start[node]);
      expect(tree.end[left]).toBe(tree.start[left + 1]);
      expect(tree.end[left + 1]).toBe(tree.end[node]);
    }
    grower.close();
  });

  test('never breaks a monotone constraint', async () => {
    const { table, target } = randomTable(2000, 8, 6);
    const directions = Int8Array.of(-1, 1, 0, 0, 0, 0, 0, 0);
    const options = { ...defaults, maxLeaves: 40, monotone: directions };
    const grower = await openGrower(table, { target }, options);
    const tree = grower.grow({ features: Int32Array.from(table.features.keys()), derivatives: 'logistic' });
    grower.close();
    const valueAt = (bins: number[]): number => {
      let node = 0;
      while (tree.left[node]! >= 0) {
        const bin = bins[tree.feature[node]!]!;
        const mask = tree.leftBins.get(node);
        const goesLeft = mask
          ? mask[bin] === 1
          : bin === 0
            ? tree.missingLeft[node] === 1
            : bin <= tree.bin[node]!;
        node = tree.left[node]! + (goesLeft ? 0 : 1);
      }
      return tree.value[node]!;
    };
    let used = 0;
    for (const feature of tree.feature) if (feature >= 0 && directions[feature] !== 0) used++;
    expect(used).toBeGreaterThan(3);
    for (let row = 0; row < 60; row++)
      for (const feature of [0, 1]) {
        const bins = table.bins.map((column) => column[row]!);
        let before: number | undefined;
        for (let bin = 1; bin < table.features[feature]!.binCount; bin++) {
          bins[feature] = bin;
          const value = valueAt(bins);
          if (before !== undefined) expect((value - before) * directions[feature]!).toBeGreaterThanOrEqual(0);
          before = value;
        }
      }
  });
});

test('derivatives that are not finite are refused', async () => {
  const { table, target } = randomTable(20, 2, 1);
  for (const kernels of ['plain', 'wasm'] as const) {
    const grower = await openGrower(table, { target }, defaults, { kernels });
    grower.hessians.fill(1);
    grower.gradients[3] = Number.NaN;
    expect(() => grower.grow({ features: Int32Array.of(0, 1) })).toThrow(
      expect.objectContaining({ code: 'degenerate_fit' }),
    );
    grower.close();
  }
});

test('a table beyond what WebAssembly can address is refused', async () => {
  const { table, target } = randomTable(20, 2, 1);
  const options = { ...defaults, maxLeaves: 2 ** 30 };
  const bins = Array.from({ length: 40 }, () => new Uint8Array(60_000_000));
  const features = bins.map(() => table.features[0]!);
  const large = { rowCount: 60_000_000, features, bins, offsets: new Int32Array(41) };
  await expect(openGrower(large, { target }, options)).rejects.toThrow(
    expect.objectContaining({ code: 'payload_too_large' }),
  );
});
