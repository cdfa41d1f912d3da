import { embeddedFeatures } from './exportLayers.ts';
import { type NeuralFeature, rowOf, widthOf, writeInputs } from './neuralFeature.ts';

/** Rows as a network in training takes them. */
export interface TrainingRows {
  readonly rowCount: number;
  /** How many inputs come of numeric features. */
  readonly numberWidth: number;
  /** rowCount x numberWidth. */
  readonly numbers: Float32Array;
  /** Of each embedded feature the row of its embedding, by row. */
  readonly categories: readonly Int32Array[];
  readonly targets: Float32Array;
  /** Mean 1. */
  readonly weights: Float32Array;
}

/**
 * The given rows.
 * @param features numbers before categories
 * @param encoded of each feature
 */
export function trainingRows(
  features: readonly NeuralFeature[],
  encoded: readonly Float64Array[],
  targets: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
): TrainingRows {
  const numeric = features.filter(({ kind }) => kind === 'numeric');
  const numberWidth = numeric.reduce((sum, feature) => sum + widthOf(feature), 0);
  const numbers = new Float32Array(rows.length * numberWidth);
  const inputs = new Float64Array(numberWidth);
  rows.forEach((row, index) => {
    let at = 0;
    numeric.forEach((feature, each) => {
      writeInputs(feature, encoded[each]![row]!, inputs, at);
      at += widthOf(feature);
    });
    numbers.set(inputs, index * numberWidth);
  });
  let total = 0;
  for (const row of rows) total += weights[row]!;
  return {
    rowCount: rows.length,
    numberWidth,
    numbers,
    categories: embeddedFeatures(features).map((feature) => {
      const values = encoded[features.indexOf(feature)]!;
      return Int32Array.from(rows, (row) => rowOf(feature, values[row]!));
    }),
    targets: Float32Array.from(rows, (row) => targets[row]!),
    weights: Float32Array.from(rows, (row) => (weights[row]! * rows.length) / total),
  };
}
