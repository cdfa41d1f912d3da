import { childOf, type Forest } from './forest.ts';

/**
 * Exact path-dependent TreeSHAP (Lundberg, Erion & Lee 2018, algorithm 2): what each feature adds to the score of one
 * encoded row, against the cover-weighted mean of the forest. The effects and that mean sum to the score.
 */
export function treeShap(forest: Forest, encoded: Float64Array): Float64Array {
  const effects = new Float64Array(encoded.length);
  for (const root of forest.roots) walk(forest, encoded, effects, root, emptyPath, 1, 1, -1);
  return effects;
}

/** Mean score of the training rows. */
export function forestMean(forest: Forest): number {
  let sum = 0;
  for (const root of forest.roots) {
    const end = forest.roots.find((next) => next > root) ?? forest.feature.length;
    for (let node = root; node < end; node++)
      if (forest.feature[node] === -1)
        sum += (forest.cover[node]! / forest.cover[root]!) * forest.value[node]!;
  }
  return sum;
}

/** The distinct features on the way to a node, with the share of subsets of each size that lead here. */
interface Path {
  readonly feature: readonly number[];
  /** Share of the training rows that take the same branches when the feature is unknown. */
  readonly unknown: readonly number[];
  /** 1 when the row itself takes them, else 0. */
  readonly known: readonly number[];
  readonly weight: readonly number[];
}

const emptyPath: Path = { feature: [], unknown: [], known: [], weight: [] };

function walk(
  forest: Forest,
  encoded: Float64Array,
  effects: Float64Array,
  node: number,
  parent: Path,
  unknown: number,
  known: number,
  askedBefore: number,
): void {
  let path = extend(parent, unknown, known, askedBefore);
  const feature = forest.feature[node]!;
  if (feature < 0) {
    for (let index = 1; index < path.feature.length; index++) {
      const without = unwoundSum(path, index);
      effects[path.feature[index]!]! +=
        without * (path.known[index]! - path.unknown[index]!) * forest.value[node]!;
    }
    return;
  }
  const hot = childOf(forest, node, encoded[feature]!);
  const cold = hot === forest.left[node] ? forest.right[node]! : forest.left[node]!;
  let unknownBefore = 1;
  let knownBefore = 1;
  const earlier = path.feature.indexOf(feature);
  if (earlier >= 0) {
    unknownBefore = path.unknown[earlier]!;
    knownBefore = path.known[earlier]!;
    path = unwind(path, earlier);
  }
  const shareOf = (child: number) => (unknownBefore * forest.cover[child]!) / forest.cover[node]!;
  walk(forest, encoded, effects, hot, path, shareOf(hot), knownBefore, feature);
  walk(forest, encoded, effects, cold, path, shareOf(cold), 0, feature);
}

function extend(path: Path, unknown: number, known: number, feature: number): Path {
  const depth = path.feature.length;
  const weight = [...path.weight, depth === 0 ? 1 : 0];
  for (let index = depth - 1; index >= 0; index--) {
    weight[index + 1]! += (known * weight[index]! * (index + 1)) / (depth + 1);
    weight[index] = (unknown * weight[index]! * (depth - index)) / (depth + 1);
  }
  return {
    feature: [...path.feature, feature],
    unknown: [...path.unknown, unknown],
    known: [...path.known, known],
    weight,
  };
}

function unwind(path: Path, at: number): Path {
  const weight = unwoundWeights(path, at);
  const without = (values: readonly number[]) => [...values.slice(0, at), ...values.slice(at + 1)];
  return {
    feature: without(path.feature),
    unknown: without(path.unknown),
    known: without(path.known),
    weight,
  };
}

function unwoundSum(path: Path, at: number): number {
  let sum = 0;
  for (const weight of unwoundWeights(path, at)) sum += weight;
  return sum;
}

/** The weights as they would be had the feature at `at` never been asked for. */
function unwoundWeights(path: Path, at: number): number[] {
  const depth = path.feature.length - 1;
  const known = path.known[at]!;
  const unknown = path.unknown[at]!;
  const weight = path.weight.slice(0, depth);
  let carried = path.weight[depth]!;
  for (let index = depth - 1; index >= 0; index--) {
    if (known !== 0) {
      const before = path.weight[index]!;
      weight[index] = (carried * (depth + 1)) / ((index + 1) * known);
      carried = before - (weight[index]! * unknown * (depth - index)) / (depth + 1);
    } else {
      weight[index] = (path.weight[index]! * (depth + 1)) / (unknown * (depth - index));
    }
  }
  return weight;
}
