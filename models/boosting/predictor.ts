import type { Forest } from './forest.ts';
import { plainPredictor } from './plainPredictor.ts';
import { wasmPredictor } from './wasmPredictor.ts';

/**
 * A forest made ready to predict. A row is what `featureReader` makes of one: per feature the number or the code of
 * the category; NaN is missing, a negative code an unseen category. Codes are below the size of the vocabulary.
 * Scores are summed as `sumLanes` says.
 */
export interface ForestPredictor {
  readonly outputs: number;
  /** Score of a row; of a forest of several outputs the first. */
  scoreOfRow(encoded: Float64Array): number;
  /** Score of a row for each output. */
  scoresOfRow(encoded: Float64Array): Float64Array;
  /**
   * Scores of all rows, row-major, rowCount x outputs: those of `scoresOfRow`.
   * @param encoded one array per feature
   */
  scores(encoded: readonly Float64Array[], rowCount: number): Float64Array;
}

/**
 * Compiles a forest.
 * @param features length of an encoded row
 * @param kernels 'wasm', which is several times as fast, or 'plain' TypeScript. By default the former, and the latter
 *   where no memory can be had for it
 */
export function forestPredictor(
  forest: Forest,
  features: number,
  kernels?: 'wasm' | 'plain',
): ForestPredictor {
  if (kernels === 'plain') return plainPredictor(forest, features);
  try {
    return wasmPredictor(forest, features);
  } catch (error) {
    if (kernels === 'wasm' || !(error instanceof RangeError)) throw error;
    return plainPredictor(forest, features);
  }
}
