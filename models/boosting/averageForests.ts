import type { Forest } from './forest.ts';

/** The forest whose scores are the means of the scores of forests with the same features and outputs. */
export function averageForests(forests: readonly Forest[]): Forest {
  if (forests.length === 1) return forests[0]!;
  const nodes = startsOf(forests, ({ feature }) => feature.length);
  const words = startsOf(forests, ({ categoryWords }) => categoryWords.length);
  const moved = (of: (forest: Forest) => Int32Array, starts: readonly number[]) =>
    joined(Int32Array, forests, (forest, index) =>
      of(forest).map((reference) => (reference < 0 ? -1 : reference + starts[index]!)),
    );
  const { outputs } = forests[0]!;
  return {
    roots: moved(({ roots }) => roots, nodes),
    feature: joined(Int32Array, forests, ({ feature }) => feature),
    value: joined(Float64Array, forests, ({ value, feature }) =>
      value.map((each, node) => (feature[node]! < 0 ? each / forests.length : each)),
    ),
    left: moved(({ left }) => left, nodes),
    right: moved(({ right }) => right, nodes),
    missingLeft: joined(Uint8Array, forests, ({ missingLeft }) => missingLeft),
    categories: moved(({ categories }) => categories, words),
    categoryWords: joined(Uint32Array, forests, ({ categoryWords }) => categoryWords),
    cover: joined(Float64Array, forests, ({ cover }) => cover),
    ...(outputs === undefined ? {} : { outputs }),
  };
}

function startsOf(forests: readonly Forest[], length: (forest: Forest) => number): number[] {
  let next = 0;
  return forests.map((forest) => {
    const start = next;
    next += length(forest);
    return start;
  });
}

function joined<Values extends Int32Array | Float64Array | Uint8Array | Uint32Array>(
  Kind: new (length: number) => Values,
  forests: readonly Forest[],
  of: (forest: Forest, index: number) => Values,
): Values {
  const parts = forests.map(of);
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}
