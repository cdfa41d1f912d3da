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
  /** Scores per row that the trees add to in turns: tree t to score t % outputs. Absent: 1. */
  readonly outputs?: number;
}

/**
 * How many sums the trees of an output are added up in, so that a score never depends on how it is computed, to the
 * last bit: the trees of an output, the first of which has number 0, take turns to add to eight sums (number mod 8),
 * which start at 0 and end as ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)).
 */
export const sumLanes = 8;

/** The child that a value leads to. */
export function childOf(forest: Forest, node: number, value: number): number {
  const word = forest.categories[node]!;
  let goesLeft: boolean;
  if (Number.isNaN(value) || (word >= 0 && value < 0)) goesLeft = forest.missingLeft[node] === 1;
  else if (word < 0) goesLeft = value <= forest.value[node]!;
  else goesLeft = ((forest.categoryWords[word + (value >> 5)]! >>> (value & 31)) & 1) === 1;
  return goesLeft ? forest.left[node]! : forest.right[node]!;
}
