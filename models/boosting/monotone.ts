import { Problem } from '../../base/problem.ts';
import type { FeatureSpec } from '../featureSchema.ts';

/** By feature name: the prediction must never fall ('rising') or never rise ('falling') as the value grows. */
export type MonotoneConstraints = Readonly<Record<string, 'rising' | 'falling'>>;

/**
 * The constraints as growing wants them: 1, -1 or 0 per feature.
 * @throws Problem invalid_input when a name is not a number's, or a direction is unknown
 */
export function monotoneDirections(
  features: readonly FeatureSpec[],
  constraints: MonotoneConstraints,
): Int8Array {
  const directions = new Int8Array(features.length);
  const findings = Object.entries(constraints).flatMap(([name, direction]) => {
    const feature = features.findIndex((each) => each.name === name);
    const path = `monotone.${name}`;
    if (feature < 0) return [{ path, message: 'no feature has this name', received: name }];
    if (features[feature]!.kind !== 'numeric')
      return [
        { path, message: 'a category has no order', received: name, allowed: 'features that are numbers' },
      ];
    if (direction !== 'rising' && direction !== 'falling')
      return [{ path, message: 'not a direction', received: direction, allowed: 'rising, falling' }];
    directions[feature] = direction === 'rising' ? 1 : -1;
    return [];
  });
  if (findings.length > 0)
    throw new Problem('invalid_input', 'The monotone constraints do not fit the features.', { findings });
  return directions;
}
