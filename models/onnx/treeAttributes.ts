import type { Forest } from '../boosting/forest.ts';
import { floats, int, ints, text, texts } from './attribute.ts';
import { floorFloat } from './float32.ts';
import type { OnnxAttribute } from './proto.ts';

/** No category has this code. */
const noCategory = -1;

/** Trees that add up to one output. */
export interface ForestSum {
  readonly forest: Forest;
  readonly baseScore: number;
}

/**
 * Forests, one per output, as the attributes of a TreeEnsembleRegressor of ai.onnx.ml 3. Thresholds are rounded down to 32 bits, so
 * that every input of 32 bits goes the same way. A set of categories becomes a chain of equalities that share one
 * child (as LightGBM's converter writes it), over the smaller of the two sides. Covers are written as hit rates.
 * @param categoryCounts per feature, 0 for a number
 */
export function treeAttributes(
  sums: readonly ForestSum[],
  categoryCounts: readonly number[],
): OnnxAttribute[] {
  const nodes = {
    treeids: [] as number[],
    nodeids: [] as number[],
    featureids: [] as number[],
    values: [] as number[],
    hitrates: [] as number[],
    modes: [] as string[],
    truenodeids: [] as number[],
    falsenodeids: [] as number[],
    missing: [] as number[],
  };
  const leaves = {
    treeids: [] as number[],
    nodeids: [] as number[],
    ids: [] as number[],
    weights: [] as number[],
  };
  let forest = sums[0]!.forest;
  let output = 0;
  let tree = 0;
  let nodeCount = 0;

  const append = (mode: string, feature: number, value: number, tracksMissing: boolean, cover: number) => {
    nodes.treeids.push(tree);
    nodes.nodeids.push(nodeCount);
    nodes.featureids.push(feature);
    nodes.values.push(value);
    nodes.hitrates.push(cover);
    nodes.modes.push(mode);
    nodes.truenodeids.push(0);
    nodes.falsenodeids.push(0);
    nodes.missing.push(tracksMissing ? 1 : 0);
    return nodeCount++;
  };
  const appendLeaf = (value: number, cover: number) => {
    const id = append('LEAF', 0, 0, false, cover);
    leaves.treeids.push(tree);
    leaves.nodeids.push(id);
    leaves.ids.push(output);
    leaves.weights.push(value);
    return id;
  };
  const lead = (from: number, whenTrue: number, whenFalse: number) => {
    const at = nodes.nodeids.length - nodeCount + from;
    nodes.truenodeids[at] = whenTrue;
    nodes.falsenodeids[at] = whenFalse;
  };

  const appendNode = (node: number): number => {
    const feature = forest.feature[node]!;
    const cover = forest.cover[node]!;
    if (feature < 0) return appendLeaf(forest.value[node]!, cover);
    const missingLeft = forest.missingLeft[node] === 1;
    if (forest.categories[node]! < 0) {
      const id = append('BRANCH_LEQ', feature, floorFloat(forest.value[node]!), missingLeft, cover);
      const left = appendNode(forest.left[node]!);
      lead(id, left, appendNode(forest.right[node]!));
      return id;
    }
    const count = categoryCounts[feature]!;
    const leftCodes = codesGoing(forest, node, count, true);
    const rightCodes = codesGoing(forest, node, count, false);
    const chainIsLeft = leftCodes.length <= rightCodes.length;
    const codes = chainIsLeft ? leftCodes : rightCodes;
    const chain = (codes.length > 0 ? codes : [noCategory]).map((code) =>
      append('BRANCH_EQ', feature, code, missingLeft === chainIsLeft, cover),
    );
    const left = appendNode(forest.left[node]!);
    const right = appendNode(forest.right[node]!);
    chain.forEach((id, index) => {
      lead(id, chainIsLeft ? left : right, chain[index + 1] ?? (chainIsLeft ? right : left));
    });
    return chain[0]!;
  };

  for (const sum of sums) {
    forest = sum.forest;
    for (const root of forest.roots) {
      nodeCount = 0;
      appendNode(root);
      tree++;
    }
    if (forest.roots.length === 0) {
      nodeCount = 0;
      appendLeaf(0, 1);
      tree++;
    }
    output++;
  }
  return [
    ints('nodes_treeids', nodes.treeids),
    ints('nodes_nodeids', nodes.nodeids),
    ints('nodes_featureids', nodes.featureids),
    floats('nodes_values', nodes.values),
    floats('nodes_hitrates', nodes.hitrates),
    texts('nodes_modes', nodes.modes),
    ints('nodes_truenodeids', nodes.truenodeids),
    ints('nodes_falsenodeids', nodes.falsenodeids),
    ints('nodes_missing_value_tracks_true', nodes.missing),
    ints('target_treeids', leaves.treeids),
    ints('target_nodeids', leaves.nodeids),
    ints('target_ids', leaves.ids),
    floats('target_weights', leaves.weights),
    floats(
      'base_values',
      sums.map(({ baseScore }) => baseScore),
    ),
    int('n_targets', sums.length),
    text('post_transform', 'NONE'),
    text('aggregate_function', 'SUM'),
  ];
}

function codesGoing(forest: Forest, node: number, count: number, left: boolean): number[] {
  const word = forest.categories[node]!;
  return Array.from({ length: count }, (_, code) => code).filter(
    (code) => (((forest.categoryWords[word + (code >> 5)]! >>> (code & 31)) & 1) === 1) === left,
  );
}
