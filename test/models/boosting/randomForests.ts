import fc from 'fast-check';
import type { Forest } from '../../../models/boosting/forest.ts';

/** Thresholds and values come from few numbers, so that ties are common. */
const numbers = [-1e300, -2, -1, -0, 0, 5e-324, 1, 1 + Number.EPSILON, 2, 1e300];

/** Numeric features come first, then categorical ones of 5, 32 and 70 categories. */
export const numericFeatures = 4;
export const vocabularies: readonly number[] = [5, 32, 70];
export const featureCount = numericFeatures + vocabularies.length;

interface Branch {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  readonly words: readonly number[];
  readonly share: number;
  readonly left: Node;
  readonly right: Node;
}
type Node = number | Branch;

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const nodesAsking = (features: number) =>
  fc.letrec<{ node: Node; branch: Branch }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 9, depthSize: 'large' },
      { weight: 1, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
      { weight: 3, arbitrary: tie('branch') },
    ),
    branch: fc.record({
      feature: fc.nat(features - 1),
      threshold: fc.constantFrom(...numbers, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      missingLeft: fc.boolean(),
      words: fc.tuple(word, word, word),
      share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      left: tie('node'),
      right: tie('node'),
    }),
  })).node;

/** Random forests, trees of a single leaf among them, with plausible covers, over the first features. */
const forestsAsking = (features: number): fc.Arbitrary<Forest> =>
  fc
    .record({
      trees: fc.array(nodesAsking(features), { maxLength: 33, size: 'max' }),
      outputs: fc.constantFrom(undefined, 1, 3),
    })
    .map(({ trees, outputs }) => ({ ...forestOf(trees), ...(outputs === undefined ? {} : { outputs }) }));

export const anyForest = forestsAsking(featureCount);
export const numericForest = forestsAsking(numericFeatures);

/** An encoded row: missing values, infinities, ties with thresholds, unseen categories. */
export const anyRow: fc.Arbitrary<Float64Array> = fc
  .tuple(
    ...Array.from({ length: numericFeatures }, () =>
      fc.constantFrom(...numbers, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5),
    ),
    ...vocabularies.map((size) =>
      fc.oneof({ weight: 6, arbitrary: fc.nat(size - 1) }, fc.constantFrom(Number.NaN, -1)),
    ),
  )
  .map((values) => Float64Array.from(values));

function forestOf(trees: readonly Node[]): Forest {
  const roots: number[] = [];
  const nodes: { feature: number; value: number; left: number; right: number; missingLeft: number }[] = [];
  const categories: number[] = [];
  const words: number[] = [];
  const cover: number[] = [];
  const add = (tree: Node, weight: number): number => {
    const index = nodes.length;
    cover.push(weight);
    categories.push(-1);
    if (typeof tree === 'number') {
      nodes.push({ feature: -1, value: tree, left: -1, right: -1, missingLeft: 0 });
      return index;
    }
    const { feature, missingLeft } = tree;
    const size = vocabularies[feature - numericFeatures];
    if (size !== undefined) {
      categories[index] = words.length;
      words.push(...tree.words.slice(0, Math.ceil(size / 32)));
    }
    const value = size === undefined ? tree.threshold : 0;
    const made = { feature, value, left: 0, right: 0, missingLeft: missingLeft ? 1 : 0 };
    nodes.push(made);
    made.left = add(tree.left, weight * tree.share);
    made.right = add(tree.right, weight * (1 - tree.share));
    return index;
  };
  for (const tree of trees) roots.push(add(tree, 100));
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    value: Float64Array.from(nodes, ({ value }) => value),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => missingLeft),
    categories: Int32Array.from(categories),
    categoryWords: Uint32Array.from(words),
    cover: Float64Array.from(cover),
  };
}
