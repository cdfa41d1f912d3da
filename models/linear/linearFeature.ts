import { type FeatureSpec, unseenCategory } from '../featureSchema.ts';

/**
 * How one source feature enters a linear model. A number is clipped to the finite range seen in training and three
 * standard deviations beyond it (so that infinities have a meaning), standardised, and, when missing, stands at the
 * training mean with an effect of its own. A category has one coefficient each; an unseen one adds nothing.
 */
export type LinearFeature =
  | {
      readonly kind: 'numeric';
      readonly name: string;
      readonly minimum: number;
      readonly maximum: number;
      readonly mean: number;
      readonly scale: number;
      readonly coefficient: number;
      readonly missingCoefficient: number;
      /** Weighted mean contribution over the training rows. */
      readonly average: number;
    }
  | {
      readonly kind: 'categorical';
      readonly name: string;
      readonly vocabulary: readonly string[];
      readonly coefficients: Float64Array;
      readonly missingCoefficient: number;
      readonly average: number;
    };

/** What a feature adds to the raw score. */
export function contributionOf(feature: LinearFeature, value: number): number {
  if (Number.isNaN(value)) return feature.missingCoefficient;
  if (feature.kind === 'categorical') return value === unseenCategory ? 0 : feature.coefficients[value]!;
  return (
    (feature.coefficient * (clip(value, feature.minimum, feature.maximum) - feature.mean)) / feature.scale
  );
}

export function schemaOfLinear(features: readonly LinearFeature[]): FeatureSpec[] {
  return features.map((feature) =>
    feature.kind === 'numeric'
      ? { kind: 'numeric', name: feature.name }
      : { kind: 'categorical', name: feature.name, vocabulary: feature.vocabulary },
  );
}

export function clip(value: number, minimum: number, maximum: number): number {
  return value < minimum ? minimum : value > maximum ? maximum : value;
}
