import { type FeatureSpec, unseenCategory } from '../featureSchema.ts';
import { piecewiseLinear } from './piecewiseLinear.ts';

/**
 * How a feature enters a network. A number goes through a piecewise linear map (constant beyond its ends, so that
 * infinities and outliers have a meaning); missing has a value and, when it occurred in training, an input of its own
 * that is 1. A category is a row of an embedding; missing and unseen have rows of their own.
 */
export type NeuralFeature =
  | {
      readonly kind: 'numeric';
      readonly name: string;
      /** Ascending, at least one. */
      readonly from: Float64Array;
      /** What the map gives at each of `from`. */
      readonly to: Float64Array;
      /** The input when missing. */
      readonly missing: number;
      /** Whether a second input says that the number is missing. */
      readonly indicator: boolean;
    }
  | {
      readonly kind: 'categorical';
      readonly name: string;
      readonly vocabulary: readonly string[];
      /** Inputs it makes. */
      readonly dimensions: number;
      /** Row after row of `dimensions` numbers. */
      readonly embedding: Float32Array;
      /** Rows of missing and unseen values. Category c of the vocabulary has row firstRow + c. */
      readonly missingRow: number;
      readonly unseenRow: number;
      readonly firstRow: number;
    };

export type CategoricalInput = NeuralFeature & { readonly kind: 'categorical' };

/** How many inputs of the network a feature makes. */
export function widthOf(feature: NeuralFeature): number {
  return feature.kind === 'categorical' ? feature.dimensions : feature.indicator ? 2 : 1;
}

/** The row of the embedding that an encoded value (see featureSchema.ts) stands for. */
export function rowOf(feature: CategoricalInput, encoded: number): number {
  if (Number.isNaN(encoded)) return feature.missingRow;
  return encoded === unseenCategory ? feature.unseenRow : feature.firstRow + encoded;
}

/** Writes the inputs of an encoded value, from `at` on. */
export function writeInputs(feature: NeuralFeature, encoded: number, into: Float64Array, at: number): void {
  if (feature.kind === 'numeric') {
    const missing = Number.isNaN(encoded);
    into[at] = missing ? feature.missing : piecewiseLinear(feature.from, feature.to, encoded);
    if (feature.indicator) into[at + 1] = missing ? 1 : 0;
    return;
  }
  const { dimensions, embedding } = feature;
  const start = rowOf(feature, encoded) * dimensions;
  for (let each = 0; each < dimensions; each++) into[at + each] = embedding[start + each]!;
}

export function schemaOfNeural(features: readonly NeuralFeature[]): FeatureSpec[] {
  return features.map((feature) =>
    feature.kind === 'numeric'
      ? { kind: 'numeric', name: feature.name }
      : { kind: 'categorical', name: feature.name, vocabulary: feature.vocabulary },
  );
}
