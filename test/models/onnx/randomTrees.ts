import { seededRandom } from '../../../base/random.ts';
import type { Forest } from '../../../models/boosting/forest.ts';
import type { FeatureSpec } from '../../../models/featureSchema.ts';
import type { Row } from '../../../models/table.ts';

export const words = Array.from({ length: 40 }, (_, code) => `w${code}`);

/** Two numbers and three categories, one of them of two words and one of none. */
export const features: readonly FeatureSpec[] = [
  { kind: 'numeric', name: 'height' },
  { kind: 'categorical', name: 'word', vocabulary: words },
  { kind: 'numeric', name: 'label' },
  { kind: 'categorical', name: 'yes or no', vocabulary: ['', 'y'] },
  { kind: 'categorical', name: 'nothing', vocabulary: [] },
];

/** Where 32 and 64 bits differ, and the ends of both. */
const edges = [
  0.1,
  Math.fround(0.1),
  1 + 2 ** -24,
  1,
  -0,
  16777217,
  1e300,
  -1e300,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  3e-46,
  -3e-46,
];

/** Trees with every kind of split: at edges, on any set of categories, with missing to either side. */
export function randomForest(
  seed: number,
  trees: number,
  leafOf: (random: () => number) => number,
  depth = 4,
): Forest {
  const random = seededRandom(seed);
  const nodes: {
    feature: number;
    value: number;
    left: number;
    right: number;
    missing: number;
    word: number;
    cover: number;
  }[] = [];
  const categoryWords: number[] = [];
  const grow = (depth: number, cover: number): number => {
    const at = nodes.length;
    const node = {
      feature: -1,
      value: leafOf(() => random.uniform()),
      left: -1,
      right: -1,
      missing: 0,
      word: -1,
      cover,
    };
    nodes.push(node);
    if (depth === 0 || random.uniform() < 0.15) return at;
    node.feature = random.integer(features.length);
    node.missing = random.integer(2);
    const asked = features[node.feature]!;
    if (asked.kind === 'categorical') {
      node.value = 0;
      node.word = categoryWords.length;
      const share = [0, 0.1, 0.5, 0.9, 1][random.integer(5)]!;
      const bits = new Uint32Array(Math.ceil(asked.vocabulary.length / 32));
      for (let code = 0; code < asked.vocabulary.length; code++)
        if (random.uniform() < share) bits[code >> 5]! |= 1 << (code & 31);
      categoryWords.push(...bits);
    } else node.value = random.uniform() < 0.4 ? edges[random.integer(edges.length)]! : random.normal();
    node.left = grow(depth - 1, cover * 0.25);
    node.right = grow(depth - 1, cover * 0.75);
    return at;
  };
  const roots = Array.from({ length: trees }, () => grow(depth, 1024));
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    value: Float64Array.from(nodes, ({ value }) => value),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ missing }) => missing),
    categories: Int32Array.from(nodes, ({ word }) => word),
    categoryWords: Uint32Array.from(categoryWords),
    cover: Float64Array.from(nodes, ({ cover }) => cover),
  };
}

/** Ordinary, missing, unseen, infinite and edge values; numbers have 32 bits. */
export function randomRows(seed: number, count: number): Row[] {
  const random = seededRandom(seed);
  const number = () => {
    const kind = random.uniform();
    if (kind < 0.15) return null;
    if (kind < 0.6) return Math.fround(random.normal());
    return Math.fround(edges[random.integer(edges.length)]!);
  };
  return Array.from({ length: count }, () => ({
    height: number(),
    word:
      random.uniform() < 0.1
        ? null
        : random.uniform() < 0.1
          ? 'unseen'
          : words[random.integer(words.length)]!,
    label: number(),
    'yes or no': ['', 'y', 'other', null][random.integer(4)]!,
    nothing: random.uniform() < 0.5 ? null : 'something',
  }));
}
