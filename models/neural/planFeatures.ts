import type { Random } from '../../base/random.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { Steps } from '../numeric/steps.ts';
import { type NeuralFeature, rowOf } from './neuralFeature.ts';
import { numericMap } from './numericMap.ts';

/** Most inputs that one category makes. */
const widestEmbedding = 16;
const initialSpread = 0.3;

/**
 * How many inputs a category of `states` values makes: 1.6 x states^0.56, rounded up, at most 16 (the rule of fastai
 * within a limit); none where there is but one state.
 */
export function embeddingWidth(states: number): number {
  return states <= 1 ? 0 : Math.min(widestEmbedding, Math.ceil(1.6 * states ** 0.56));
}

/**
 * The features of a network before training, numbers before categories. Embeddings are drawn at random; their first
 * two rows are for missing and unseen values.
 */
export function* planFeatures(
  specs: readonly FeatureSpec[],
  encoded: readonly Float64Array[],
  weights: Float64Array,
  random: Random,
): Steps<{ readonly features: NeuralFeature[]; readonly encoded: readonly Float64Array[] }> {
  const order = [...specs.keys()].sort(
    (a, b) => Number(specs[a]!.kind === 'categorical') - Number(specs[b]!.kind === 'categorical') || a - b,
  );
  const planned = (index: number): NeuralFeature => {
    const spec = specs[index]!;
    const values = encoded[index]!;
    const anyMissing = values.some((value, row) => Number.isNaN(value) && weights[row]! > 0);
    if (spec.kind === 'numeric')
      return {
        kind: 'numeric',
        name: spec.name,
        ...numericMap(values, weights),
        missing: 0,
        indicator: anyMissing,
      };
    const dimensions = embeddingWidth(spec.vocabulary.length + (anyMissing ? 1 : 0));
    const rows = spec.vocabulary.length + 2;
    return {
      kind: 'categorical',
      name: spec.name,
      vocabulary: spec.vocabulary,
      dimensions,
      embedding: Float32Array.from({ length: rows * dimensions }, () => initialSpread * random.normal()),
      missingRow: 0,
      unseenRow: 1,
      firstRow: 2,
    };
  };
  const features: NeuralFeature[] = [];
  for (const index of order) {
    features.push(planned(index));
    yield;
  }
  return { features, encoded: order.map((index) => encoded[index]!) };
}

/**
 * The feature with the mean embedding of the trained rows in each row of the embedding that none of them trained.
 * @param rows those trained on
 */
export function fillUntrainedRows(
  feature: NeuralFeature,
  encoded: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
): NeuralFeature {
  if (feature.kind === 'numeric' || feature.dimensions === 0) return feature;
  const { dimensions } = feature;
  const embedding = feature.embedding.slice();
  const weightOf = new Float64Array(embedding.length / dimensions);
  let total = 0;
  for (const row of rows) {
    weightOf[rowOf(feature, encoded[row]!)]! += weights[row]!;
    total += weights[row]!;
  }
  for (let each = 0; each < dimensions; each++) {
    const mean =
      weightOf.reduce((sum, weight, row) => sum + weight * embedding[row * dimensions + each]!, 0) / total;
    weightOf.forEach((weight, row) => {
      if (weight === 0) embedding[row * dimensions + each] = mean;
    });
  }
  return { ...feature, embedding };
}
