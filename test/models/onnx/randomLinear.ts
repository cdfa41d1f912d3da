import { seededRandom } from '../../../base/random.ts';
import type { LinearFeature } from '../../../models/linear/linearFeature.ts';
import { features } from './randomTrees.ts';

/** A linear model's features with any coefficients; one column is far from 0, where 32 bits would cancel. */
export function randomLinear(seed: number): LinearFeature[] {
  const random = seededRandom(seed);
  return features.map((feature, at): LinearFeature => {
    const rest = { name: feature.name, missingCoefficient: random.normal(), average: 0 };
    if (feature.kind === 'categorical')
      return {
        ...rest,
        kind: 'categorical',
        vocabulary: feature.vocabulary,
        coefficients: Float64Array.from(feature.vocabulary, () => random.normal()),
      };
    const far = at === 0 ? 16777217 : 0.05;
    return {
      ...rest,
      kind: 'numeric',
      minimum: far - 2.5,
      maximum: far + 3,
      mean: far + 0.1,
      scale: 0.7,
      coefficient: random.normal(),
    };
  });
}
