import { childOf, type Forest } from './forest.ts';

/**
 * TreeSHAP leaf by leaf, from the polynomial of its path, in time path length x features the row agrees with. Slower
 * than the kernel and on another way: what that has to agree with.
 */
export function plainTreeShap(forest: Forest, encoded: Float64Array): Float64Array {
  const effects = new Float64Array(encoded.length);
  const path = emptyPath(encoded.length);
  for (const root of forest.roots) walk(forest, encoded, effects, root, path, 0);
  return effects;
}

/** The distinct features asked on the way to a node, in preallocated arrays of which the first entries are in use. */
interface Path {
  readonly feature: Int32Array;
  /** Share of the training rows that take the same branches when the feature is unknown. */
  readonly unknown: Float64Array;
  /** 1 when the row itself takes them, else 0. */
  readonly known: Uint8Array;
  /** Coefficients of the path's polynomial, by the number of known features. */
  readonly polynomial: Float64Array;
}

function emptyPath(features: number): Path {
  return {
    feature: new Int32Array(features),
    unknown: new Float64Array(features),
    known: new Uint8Array(features),
    polynomial: new Float64Array(features + 1),
  };
}

function walk(
  forest: Forest,
  encoded: Float64Array,
  effects: Float64Array,
  node: number,
  path: Path,
  length: number,
): void {
  const feature = forest.feature[node]!;
  if (feature < 0) {
    addLeaf(path, length, forest.value[node]!, effects);
    return;
  }
  let at = 0;
  while (at < length && path.feature[at] !== feature) at++;
  const below = at === length ? length + 1 : length;
  const unknown = at === length ? 1 : path.unknown[at]!;
  const known = at === length ? 1 : path.known[at]!;
  path.feature[at] = feature;
  const taken = childOf(forest, node, encoded[feature]!);
  for (let side = 0; side < 2; side++) {
    const child = side === 0 ? forest.left[node]! : forest.right[node]!;
    path.unknown[at] = forest.cover[node]! > 0 ? (unknown * forest.cover[child]!) / forest.cover[node]! : 0;
    path.known[at] = child === taken ? known : 0;
    walk(forest, encoded, effects, child, path, below);
  }
  path.unknown[at] = unknown;
  path.known[at] = known;
}

/**
 * A leaf's share of every effect. Coefficient k of the product over the path of (unknown + known y) sums, over all
 * sets of k known features, the share of rows that reach the leaf; without feature i, each set counts with its
 * Shapley weight. The quotient by (unknown + 0 y) differs from the product by a constant only, so all features that
 * lead the row elsewhere have one effect in common.
 */
function addLeaf(path: Path, length: number, value: number, effects: Float64Array): void {
  const { feature, unknown, known, polynomial } = path;
  let degree = 0;
  polynomial[0] = 1;
  for (let at = 0; at < length; at++) {
    const share = unknown[at]!;
    if (known[at] === 0) {
      for (let power = 0; power <= degree; power++) polynomial[power]! *= share;
      continue;
    }
    polynomial[degree + 1] = polynomial[degree]!;
    for (let power = degree; power > 0; power--)
      polynomial[power] = share * polynomial[power]! + polynomial[power - 1]!;
    polynomial[0]! *= share;
    degree++;
  }
  const weights = shapleyWeights(length);
  let elsewhere = 0;
  if (degree < length)
    for (let power = 0; power <= degree; power++) elsewhere -= weights[power]! * polynomial[power]!;
  for (let at = 0; at < length; at++) {
    if (known[at] === 0) {
      effects[feature[at]!]! += value * elsewhere;
      continue;
    }
    const share = unknown[at]!;
    // Dividing from the highest power down multiplies errors by shares of at most 1.
    let quotient = polynomial[degree]!;
    let sum = weights[degree - 1]! * quotient;
    for (let power = degree - 1; power > 0; power--) {
      quotient = polynomial[power]! - share * quotient;
      sum += weights[power - 1]! * quotient;
    }
    effects[feature[at]!]! += value * (1 - share) * sum;
  }
}

const knownWeights: Float64Array[] = [];

/** For a set of k of the `features` - 1 others: k! (features - 1 - k)! / features!. */
function shapleyWeights(features: number): Float64Array {
  let weights = knownWeights[features];
  if (weights === undefined) {
    weights = new Float64Array(features);
    let weight = 1 / features;
    for (let size = 0; size < features; size++) {
      weights[size] = weight;
      weight *= (size + 1) / (features - 1 - size);
    }
    knownWeights[features] = weights;
  }
  return weights;
}
