import type { Forest } from '../../models/boosting/forest.ts';

/** The part of XGBoost's JSON model file that prediction needs. */
export interface XgboostModel {
  readonly learner: {
    readonly learner_model_param: { readonly base_score: string };
    readonly gradient_booster: { readonly model: { readonly trees: readonly XgboostTree[] } };
  };
}

interface XgboostTree {
  readonly left_children: readonly number[];
  readonly right_children: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_conditions: readonly number[];
  readonly default_left: readonly number[];
  readonly sum_hessian: readonly number[];
}

/** Trees of numeric features of a binary classifier as ours, deciding alike on single-precision values. */
export function importXgboost({ learner }: XgboostModel): { forest: Forest; baseScore: number } {
  const { trees } = learner.gradient_booster.model;
  const nodes = trees.reduce((sum, tree) => sum + tree.left_children.length, 0);
  const forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes).fill(-1),
    value: new Float64Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    missingLeft: new Uint8Array(nodes),
    categories: new Int32Array(nodes).fill(-1),
    categoryWords: new Uint32Array(0),
    cover: new Float64Array(nodes),
  };
  let next = 0;
  const copy = (tree: XgboostTree, from: number): number => {
    const node = next++;
    const condition = Math.fround(tree.split_conditions[from]!);
    forest.cover[node] = tree.sum_hessian[from]!;
    forest.value[node] = condition;
    if (tree.left_children[from] === -1) return node;
    forest.feature[node] = tree.split_indices[from]!;
    // It asks "less than", we ask "up to".
    forest.value[node] = floatBefore(condition);
    forest.missingLeft[node] = tree.default_left[from]!;
    forest.left[node] = copy(tree, tree.left_children[from]!);
    forest.right[node] = copy(tree, tree.right_children[from]!);
    return node;
  };
  trees.forEach((tree, index) => {
    forest.roots[index] = copy(tree, 0);
  });
  const base = Number(learner.learner_model_param.base_score.replaceAll(/[[\]]/g, ''));
  return { forest, baseScore: Math.log(base / (1 - base)) };
}

/** The largest single-precision number below. */
function floatBefore(value: number): number {
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  if (value === 0) return -(2 ** -149);
  bits[0]! += value > 0 ? -1 : 1;
  return float[0]!;
}
