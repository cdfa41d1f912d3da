import type { Forest } from './forest.ts';
import { instantiatePredict } from './predictModule.ts';
import type { ForestPredictor } from './predictor.ts';
import { predictorMemory } from './predictorMemory.ts';

type Predict = (
  rows: number,
  rowBytes: number,
  count: number,
  sources: number,
  plain: number,
  missingLeft: number,
  values: number,
  starts: number,
  outputs: number,
  end: number,
  scores: number,
) => void;

/**
 * Walks the trees in WebAssembly, in a memory of the forest's own.
 * @throws RangeError when the memory cannot be had
 */
export function wasmPredictor(forest: Forest, features: number): ForestPredictor {
  const outputs = forest.outputs ?? 1;
  const layout = predictorMemory(forest, features);
  const { memory, block, sources, plain, missingLeft, values, starts, end } = layout;
  const predict = instantiatePredict(memory).predict as Predict;
  const rows = new Float64Array(memory.buffer, layout.rows, block * features);
  const scores = new Float64Array(memory.buffer, layout.scores, block * outputs);
  const run = (count: number) =>
    predict(
      layout.rows,
      8 * features,
      count,
      sources,
      plain,
      missingLeft,
      values,
      starts,
      outputs,
      end,
      layout.scores,
    );

  return {
    outputs,
    scoreOfRow(encoded) {
      rows.set(encoded);
      run(1);
      return scores[0]!;
    },
    scoresOfRow(encoded) {
      rows.set(encoded);
      run(1);
      return scores.slice(0, outputs);
    },
    scores(encoded, rowCount) {
      const all = new Float64Array(rowCount * outputs);
      for (let start = 0; start < rowCount; start += block) {
        const count = Math.min(block, rowCount - start);
        for (let feature = 0; feature < features; feature++) {
          const column = encoded[feature]!;
          for (let row = 0; row < count; row++) rows[row * features + feature] = column[start + row]!;
        }
        run(count);
        all.set(scores.subarray(0, count * outputs), start * outputs);
      }
      return all;
    },
  };
}
