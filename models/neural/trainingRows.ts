import { type LayersInputs, layersInputs } from './layersInputs.ts';
import type { NeuralFeature } from './neuralFeature.ts';

/** Rows as a network in training takes them. */
export interface TrainingRows extends LayersInputs {
  readonly targets: Float32Array;
  /** Mean 1. */
  readonly weights: Float32Array;
}

/** The given rows; features and encoded values as in layersInputs. */
export function trainingRows(
  features: readonly NeuralFeature[],
  encoded: readonly Float64Array[],
  targets: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
): TrainingRows {
  let total = 0;
  for (const row of rows) total += weights[row]!;
  return {
    ...layersInputs(features, encoded, rows),
    targets: Float32Array.from(rows, (row) => targets[row]!),
    weights: Float32Array.from(rows, (row) => (weights[row]! * rows.length) / total),
  };
}
