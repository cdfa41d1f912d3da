import type { Forest } from '../boosting/forest.ts';

/** Forests of several outputs as one whose trees take turns; shorter ones are filled up with trees that add nothing. */
export function takingTurns(forests: readonly Forest[]): Forest {
  const rounds = Math.max(...forests.map(({ roots }) => roots.length));
  const filled = forests.reduce((sum, { roots }) => sum + rounds - roots.length, 0);
  const size = forests.reduce((sum, { feature }) => sum + feature.length, filled);
  const all = {
    roots: new Int32Array(rounds * forests.length),
    feature: new Int32Array(size).fill(-1),
    value: new Float64Array(size),
    left: new Int32Array(size).fill(-1),
    right: new Int32Array(size).fill(-1),
    missingLeft: new Uint8Array(size),
    categories: new Int32Array(size).fill(-1),
    categoryWords: Uint32Array.from(forests.flatMap(({ categoryWords }) => [...categoryWords])),
    cover: new Float64Array(size).fill(1),
  };
  const firstWords: number[] = [];
  let words = 0;
  for (const { categoryWords } of forests) {
    firstWords.push(words);
    words += categoryWords.length;
  }
  let node = 0;
  for (let round = 0; round < rounds; round++)
    forests.forEach((forest, output) => {
      all.roots[round * forests.length + output] = node;
      const start = forest.roots[round];
      if (start === undefined) {
        node++;
        return;
      }
      const end = forest.roots[round + 1] ?? forest.feature.length;
      const by = node - start;
      const moved = (from: number, distance: number) => (from < 0 ? -1 : from + distance);
      for (let from = start; from < end; from++, node++) {
        all.feature[node] = forest.feature[from]!;
        all.value[node] = forest.value[from]!;
        all.left[node] = moved(forest.left[from]!, by);
        all.right[node] = moved(forest.right[from]!, by);
        all.missingLeft[node] = forest.missingLeft[from]!;
        all.categories[node] = moved(forest.categories[from]!, firstWords[output]!);
        all.cover[node] = forest.cover[from]!;
      }
    });
  return { ...all, outputs: forests.length };
}
