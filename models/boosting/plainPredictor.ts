import { childOf, type Forest, sumLanes } from './forest.ts';
import type { ForestPredictor } from './predictor.ts';

/** Walks the trees as they are written down: what every faster way has to agree with. */
export function plainPredictor(forest: Forest, features: number): ForestPredictor {
  const outputs = forest.outputs ?? 1;
  const sums = new Float64Array(sumLanes);

  const score = (encoded: Float64Array, output: number): number => {
    sums.fill(0);
    for (let tree = output, lane = 0; tree < forest.roots.length; tree += outputs, lane++) {
      let node = forest.roots[tree]!;
      for (let feature = forest.feature[node]!; feature >= 0; feature = forest.feature[node]!)
        node = childOf(forest, node, encoded[feature]!);
      sums[lane % sumLanes]! += forest.value[node]!;
    }
    const [a, b, c, d, e, f, g, h] = sums as unknown as readonly number[];
    return a! + b! + (c! + d!) + (e! + f! + (g! + h!));
  };
  const scoresOfRow = (encoded: Float64Array) =>
    Float64Array.from({ length: outputs }, (_, output) => score(encoded, output));

  return {
    outputs,
    scoreOfRow: (encoded) => score(encoded, 0),
    scoresOfRow,
    scores(encoded, rowCount) {
      const scores = new Float64Array(rowCount * outputs);
      const row = new Float64Array(features);
      for (let index = 0; index < rowCount; index++) {
        for (let feature = 0; feature < features; feature++) row[feature] = encoded[feature]![index]!;
        scores.set(scoresOfRow(row), index * outputs);
      }
      return scores;
    },
  };
}
