import { embeddedFeatures } from './exportLayers.ts';
import { type NeuralFeature, rowOf, widthOf, writeInputs } from './neuralFeature.ts';

/** Rows as the inputs of an exported model take them. */
export interface LayersInputs {
  readonly rowCount: number;
  /** Columns of `numbers`. */
  readonly numberWidth: number;
  /** rowCount x numberWidth. */
  readonly numbers: Float32Array;
  /** Of each embedded feature the row of its embedding, by row. */
  readonly categories: readonly Int32Array[];
}

/**
 * The given rows.
 * @param features numbers before categories
 * @param encoded of each feature all rows, as a feature reader (featureSchema.ts) reads a table
 */
export function layersInputs(
  features: readonly NeuralFeature[],
  encoded: readonly Float64Array[],
  rows: ArrayLike<number>,
): LayersInputs {
  const numeric = features.filter(({ kind }) => kind === 'numeric');
  const numberWidth = numeric.reduce((sum, feature) => sum + widthOf(feature), 0);
  const numbers = new Float32Array(rows.length * numberWidth);
  const inputs = new Float64Array(numberWidth);
  for (let index = 0; index < rows.length; index++) {
    let at = 0;
    numeric.forEach((feature, each) => {
      writeInputs(feature, encoded[each]![rows[index]!]!, inputs, at);
      at += widthOf(feature);
    });
    numbers.set(inputs, index * numberWidth);
  }
  return {
    rowCount: rows.length,
    numberWidth,
    numbers,
    categories: embeddedFeatures(features).map((feature) => {
      const values = encoded[features.indexOf(feature)]!;
      return Int32Array.from(rows, (row) => rowOf(feature, values[row]!));
    }),
  };
}
