import type { FeatureBins } from './binning.ts';
import type { Forest } from './forest.ts';
import type { GrownTree } from './grownTree.ts';

/** Collects grown trees into the forest that predicts. */
interface ForestBuilder {
  /** Appends a tree whose leaves count `scale` times. */
  add(tree: GrownTree, scale: number): void;
  readonly treeCount: number;
  /** The first `trees` trees (all of them when absent); `outputs` scores take turns. */
  build(trees?: number, outputs?: number): Forest;
}

/** One tree as it predicts: its nodes in pre-order. */
interface Planted {
  readonly feature: Int32Array;
  readonly value: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  readonly categories: Int32Array;
  readonly words: readonly number[];
  readonly cover: Float64Array;
}

export function forestBuilder(bins: readonly FeatureBins[]): ForestBuilder {
  const planted: Planted[] = [];
  return {
    add: (tree, scale) => void planted.push(plant(tree, scale, bins)),
    get treeCount() {
      return planted.length;
    },
    build: (trees = planted.length, outputs = 1) => join(planted.slice(0, trees), outputs),
  };
}

function plant(tree: GrownTree, scale: number, bins: readonly FeatureBins[]): Planted {
  const { nodeCount } = tree;
  const words: number[] = [];
  const result: Planted = {
    feature: new Int32Array(nodeCount).fill(-1),
    value: new Float64Array(nodeCount),
    left: new Int32Array(nodeCount).fill(-1),
    right: new Int32Array(nodeCount).fill(-1),
    missingLeft: new Uint8Array(nodeCount),
    categories: new Int32Array(nodeCount).fill(-1),
    words,
    cover: new Float64Array(nodeCount),
  };
  // Nodes to visit, each with the parent whose right child it is (-1: none to tell).
  const nodes = [0];
  const parents = [-1];
  for (let at = 0; at < nodeCount; at++) {
    const node = nodes.pop()!;
    const parent = parents.pop()!;
    if (parent >= 0) result.right[parent] = at;
    const feature = tree.feature[node]!;
    result.feature[at] = feature;
    result.cover[at] = tree.cover[node]!;
    if (feature < 0) {
      result.value[at] = scale * tree.value[node]!;
      continue;
    }
    result.missingLeft[at] = tree.missingLeft[node]!;
    const asked = bins[feature]!;
    if (asked.kind === 'numeric')
      result.value[at] = asked.thresholds[tree.bin[node]! - 1] ?? Number.POSITIVE_INFINITY;
    else {
      result.categories[at] = words.length;
      words.push(...categoryBits(tree.leftBins.get(node)!));
    }
    result.left[at] = at + 1;
    nodes.push(tree.left[node]! + 1, tree.left[node]!);
    parents.push(at, -1);
  }
  return result;
}

/** Bit c of the words is set when category c (bin c + 1) goes left. */
function categoryBits(leftBins: Uint8Array): Uint32Array {
  const bits = new Uint32Array(Math.ceil((leftBins.length - 1) / 32));
  for (let code = 0; code < leftBins.length - 1; code++)
    if (leftBins[code + 1] === 1) bits[code >> 5]! |= 1 << (code & 31);
  return bits;
}

function join(trees: readonly Planted[], outputs: number): Forest {
  const nodeCount = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodeCount),
    value: new Float64Array(nodeCount),
    left: new Int32Array(nodeCount),
    right: new Int32Array(nodeCount),
    missingLeft: new Uint8Array(nodeCount),
    categories: new Int32Array(nodeCount),
    categoryWords: Uint32Array.from(trees.flatMap(({ words }) => words)),
    cover: new Float64Array(nodeCount),
    ...(outputs === 1 ? {} : { outputs }),
  };
  let start = 0;
  let firstWord = 0;
  trees.forEach((tree, index) => {
    forest.roots[index] = start;
    forest.feature.set(tree.feature, start);
    forest.value.set(tree.value, start);
    forest.missingLeft.set(tree.missingLeft, start);
    forest.cover.set(tree.cover, start);
    for (let node = 0; node < tree.feature.length; node++) {
      forest.left[start + node] = moved(tree.left[node]!, start);
      forest.right[start + node] = moved(tree.right[node]!, start);
      forest.categories[start + node] = moved(tree.categories[node]!, firstWord);
    }
    start += tree.feature.length;
    firstWord += tree.words.length;
  });
  return forest;
}

const moved = (reference: number, by: number) => (reference < 0 ? -1 : reference + by);
