import type { Forest } from './forest.ts';

/** The forest of each output, of a forest whose trees take turns. */
export function forestOutputs(forest: Forest): Forest[] {
  const outputs = forest.outputs ?? 1;
  if (outputs === 1) return [forest];
  return Array.from({ length: outputs }, (_, output) => {
    const trees = Array.from(forest.roots.keys()).filter((tree) => tree % outputs === output);
    return selectTrees(forest, trees);
  });
}

function selectTrees(forest: Forest, trees: readonly number[]): Forest {
  const end = (tree: number) => forest.roots[tree + 1] ?? forest.feature.length;
  const size = trees.reduce((sum, tree) => sum + end(tree) - forest.roots[tree]!, 0);
  const chosen = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(size),
    value: new Float64Array(size),
    left: new Int32Array(size),
    right: new Int32Array(size),
    missingLeft: new Uint8Array(size),
    categories: new Int32Array(size),
    // Nodes point into the words from anywhere: they keep them all.
    categoryWords: forest.categoryWords,
    cover: new Float64Array(size),
  };
  let start = 0;
  trees.forEach((tree, index) => {
    const from = forest.roots[tree]!;
    const to = end(tree);
    chosen.roots[index] = start;
    chosen.feature.set(forest.feature.subarray(from, to), start);
    chosen.value.set(forest.value.subarray(from, to), start);
    chosen.missingLeft.set(forest.missingLeft.subarray(from, to), start);
    chosen.categories.set(forest.categories.subarray(from, to), start);
    chosen.cover.set(forest.cover.subarray(from, to), start);
    const by = start - from;
    for (let node = from; node < to; node++) {
      const leaf = forest.feature[node]! < 0;
      chosen.left[node + by] = leaf ? -1 : forest.left[node]! + by;
      chosen.right[node + by] = leaf ? -1 : forest.right[node]! + by;
    }
    start += to - from;
  });
  return chosen;
}
