import type { FeatureBins } from './binning.ts';
import type { TrainingNode } from './growing.ts';

/**
 * Trees as they predict: all nodes of all trees in flat arrays, each tree's in pre-order. Plain data of the artifact.
 */
export interface Forest {
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Feature that a node asks for; -1 in a leaf. */
  readonly feature: Int32Array;
  /** Numeric node: values up to this go left. Leaf: what it adds to the raw score. Categorical node: 0. */
  readonly value: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 when a missing (or unseen) value goes left. */
  readonly missingLeft: Uint8Array;
  /** Categorical node: first word of its bit set in `categoryWords` (bit of code c set: left); -1 otherwise. */
  readonly categories: Int32Array;
  readonly categoryWords: Uint32Array;
  /** Weight of the training rows that reached the node. */
  readonly cover: Float64Array;
}

/** Collects trees one after the other. */
export interface ForestBuilder {
  /** `rows` and `weights` as the tree was grown on. */
  add(root: TrainingNode, rows: Int32Array, weights: Float64Array): void;
  /** The first `trees` trees. */
  build(trees: number): Forest;
  /** The tree added last, as a forest of one. */
  last(): Forest;
}

export function forestBuilder(bins: readonly FeatureBins[]): ForestBuilder {
  const roots: number[] = [];
  const feature: number[] = [];
  const value: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const categories: number[] = [];
  const words: number[] = [];
  const cover: number[] = [];
  const wordsBefore: number[] = [];

  const append = (node: TrainingNode, rows: Int32Array, weights: Float64Array): number => {
    const index = feature.length;
    const { split, children } = node;
    feature.push(-1);
    value.push(node.value);
    left.push(-1);
    right.push(-1);
    missingLeft.push(0);
    categories.push(-1);
    let weight = 0;
    for (let at = node.start; at < node.end; at++) weight += weights[rows[at]!]!;
    cover.push(weight);
    if (split === undefined || children === undefined) return index;
    feature[index] = split.feature;
    missingLeft[index] = split.missingLeft ? 1 : 0;
    const asked = bins[split.feature]!;
    if (asked.kind === 'numeric') {
      value[index] = asked.thresholds[split.bin - 1] ?? Number.POSITIVE_INFINITY;
    } else {
      value[index] = 0;
      categories[index] = words.length;
      const bits = new Uint32Array(Math.ceil((asked.binCount - 1) / 32));
      for (let code = 0; code < asked.binCount - 1; code++)
        if (split.leftBins![code + 1] === 1) bits[code >> 5]! |= 1 << (code & 31);
      words.push(...bits);
    }
    left[index] = append(children[0], rows, weights);
    right[index] = append(children[1], rows, weights);
    return index;
  };

  /** Trees `from` to `to` with their references moved to the new start. */
  const slice = (from: number, to: number): Forest => {
    const start = roots[from] ?? feature.length;
    const end = roots[to] ?? feature.length;
    const firstWord = wordsBefore[from] ?? words.length;
    const moved = (values: readonly number[], by: number) =>
      Int32Array.from(values.slice(start, end), (each) => (each < 0 ? -1 : each - by));
    return {
      roots: Int32Array.from(roots.slice(from, to), (root) => root - start),
      feature: Int32Array.from(feature.slice(start, end)),
      value: Float64Array.from(value.slice(start, end)),
      left: moved(left, start),
      right: moved(right, start),
      missingLeft: Uint8Array.from(missingLeft.slice(start, end)),
      categories: moved(categories, firstWord),
      categoryWords: Uint32Array.from(words.slice(firstWord, wordsBefore[to] ?? words.length)),
      cover: Float64Array.from(cover.slice(start, end)),
    };
  };

  return {
    add(root, rows, weights) {
      wordsBefore.push(words.length);
      roots.push(append(root, rows, weights));
    },
    build: (trees) => slice(0, trees),
    last: () => slice(roots.length - 1, roots.length),
  };
}

/** The child that a value leads to. */
export function childOf(forest: Forest, node: number, value: number): number {
  const word = forest.categories[node]!;
  let goesLeft: boolean;
  if (Number.isNaN(value) || (word >= 0 && value < 0)) goesLeft = forest.missingLeft[node] === 1;
  else if (word < 0) goesLeft = value <= forest.value[node]!;
  else goesLeft = ((forest.categoryWords[word + (value >> 5)]! >>> (value & 31)) & 1) === 1;
  return goesLeft ? forest.left[node]! : forest.right[node]!;
}

/** What all trees add for one encoded row. */
export function forestScoreOfRow(forest: Forest, encoded: Float64Array): number {
  let score = 0;
  for (const root of forest.roots) {
    let node = root;
    for (let feature = forest.feature[node]!; feature >= 0; feature = forest.feature[node]!)
      node = childOf(forest, node, encoded[feature]!);
    score += forest.value[node]!;
  }
  return score;
}

/** Adds one tree to every row's score; `encoded` holds one array per feature. */
export function addTreeScores(
  forest: Forest,
  tree: number,
  encoded: readonly Float64Array[],
  scores: Float64Array,
): void {
  const root = forest.roots[tree]!;
  for (let row = 0; row < scores.length; row++) {
    let node = root;
    for (let feature = forest.feature[node]!; feature >= 0; feature = forest.feature[node]!)
      node = childOf(forest, node, encoded[feature]![row]!);
    scores[row]! += forest.value[node]!;
  }
}
