import type { Forest } from './forest.ts';

/** What TreeSHAP needs to know of each node beforehand: of the branch that leads to it and those above on its feature. */
export interface ShapPaths {
  /** Parent; a root is its own. */
  readonly parent: Int32Array;
  /** The nearest node above that a branch on the same feature leads to, or else the root. */
  readonly above: Int32Array;
  /** Share of training rows that take the path's branches on the feature of the last; 1 in a root. */
  readonly share: Float64Array;
  /** The most different features on a path, by tree; at least 1. */
  readonly features: Int32Array;
}

export function shapPaths(forest: Forest): ShapPaths {
  const count = forest.feature.length;
  const parent = Int32Array.from({ length: count }, (_, node) => node);
  const above = Int32Array.from(parent);
  const share = new Float64Array(count).fill(1);
  const distinct = new Int32Array(count);
  const features = new Int32Array(forest.roots.length).fill(1);
  forest.roots.forEach((root, tree) => {
    const end = forest.roots[tree + 1] ?? count;
    for (let node = root; node < end; node++) {
      const feature = forest.feature[node]!;
      if (feature < 0) continue;
      let same = node;
      while (same !== root && forest.feature[parent[same]!] !== feature) same = parent[same]!;
      for (const child of [forest.left[node]!, forest.right[node]!]) {
        parent[child] = node;
        above[child] = same;
        const part = forest.cover[node]! > 0 ? forest.cover[child]! / forest.cover[node]! : 0;
        share[child] = share[same]! * part;
        distinct[child] = distinct[node]! + (same === root ? 1 : 0);
        features[tree] = Math.max(features[tree]!, distinct[child]!);
      }
    }
  });
  return { parent, above, share, features };
}
