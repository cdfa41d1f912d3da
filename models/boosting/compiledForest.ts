import type { Forest } from './forest.ts';

/** What the nodes ask for, each once: a feature, in the way that decides missing values. */
export interface AskedValues {
  /** Feature of each value: first those read as they are, then those that go left when missing, then categories. */
  readonly features: Int32Array;
  /** Where the values that go left when missing begin, and where the categories do. */
  readonly missingLeft: number;
  readonly categories: number;
  /** The value that each node asks for; -1 in a leaf. */
  readonly ofNode: Int32Array;
}

/**
 * A missing value fails every comparison, so the nodes that it leaves to the right read it as it is; those that it
 * leaves to the left read -Infinity in its place.
 */
export function askedValues(forest: Forest): AskedValues {
  const found: Map<number, number>[] = [new Map(), new Map(), new Map()];
  const kindOf = (node: number) => (forest.categories[node]! >= 0 ? 2 : forest.missingLeft[node]!);
  forest.feature.forEach((feature, node) => {
    const kind = found[kindOf(node)]!;
    if (feature >= 0 && !kind.has(feature)) kind.set(feature, kind.size);
  });
  const [plain, left] = found as [Map<number, number>, Map<number, number>];
  const starts = [0, plain.size, plain.size + left.size];
  return {
    features: Int32Array.from(found.flatMap((kind) => [...kind.keys()])),
    missingLeft: starts[1]!,
    categories: starts[2]!,
    ofNode: forest.feature.map((feature, node) =>
      feature < 0 ? -1 : starts[kindOf(node)]! + found[kindOf(node)]!.get(feature)!,
    ),
  };
}

/** The tree that each node belongs to. */
export function treeOfNodes(forest: Forest): Int32Array {
  const trees = new Int32Array(forest.feature.length);
  forest.roots.forEach((root, tree) => {
    trees.fill(tree, root, forest.roots[tree + 1] ?? trees.length);
  });
  return trees;
}

const useBuckets = 32;

/**
 * The nodes that ask, those that most training rows reached (to a factor of two) first: what nearly every row needs
 * lies together.
 */
export function nodesByUse(forest: Forest, treeOfNode: Int32Array): Int32Array {
  const buckets = Array.from({ length: useBuckets }, (): number[] => []);
  forest.feature.forEach((feature, node) => {
    if (feature < 0) return;
    const halvings = Math.log2(forest.cover[forest.roots[treeOfNode[node]!]!]! / forest.cover[node]!);
    const bucket = Number.isNaN(halvings) ? 0 : Math.max(0, Math.min(useBuckets - 1, Math.floor(halvings)));
    buckets[bucket]!.push(node);
  });
  return Int32Array.from(buckets.flat());
}

/**
 * The bit sets of categories, shifted by one so that bit 0 decides missing and unseen values. The first word is an
 * empty set, for nodes that ask for numbers.
 */
export interface CategorySets {
  readonly words: Uint32Array;
  /** First word of each node's set. */
  readonly ofNode: Int32Array;
}

export function categorySets(forest: Forest): CategorySets {
  const starts = [...new Set(forest.categories)].filter((start) => start >= 0).sort((a, b) => a - b);
  const ends = new Map(
    starts.map((start, index) => [start, starts[index + 1] ?? forest.categoryWords.length]),
  );
  const words = [0];
  const ofNode = forest.categories.map((start, node) => {
    if (start < 0) return 0;
    const first = words.length;
    let carried = forest.missingLeft[node]!;
    for (const bits of forest.categoryWords.subarray(start, ends.get(start))) {
      words.push(((bits << 1) | carried) >>> 0);
      carried = bits >>> 31;
    }
    words.push(carried);
    return first;
  });
  return { words: Uint32Array.from(words), ofNode };
}
