import { exponential } from '../numeric/exponential.ts';
import type { GrowRows } from './grower.ts';

interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Of ln(1 + e^score) - target x score, in the same operations as the kernel. */
export function deriveLogistic(
  scores: Float64Array,
  { target, weights }: GrowRows,
  { gradients, hessians }: Derivatives,
): void {
  for (let row = 0; row < scores.length; row++) {
    const probability = 1 / (1 + exponential(-scores[row]!));
    const weight = weights === undefined ? 1 : weights[row]!;
    gradients[row] = weight * (probability - target[row]!);
    hessians[row] = weight * Math.max(probability * (1 - probability), 1e-16);
  }
}

/** What no derivative of the logistic loss exceeds. */
export function logisticBounds({ weights }: GrowRows): { gradient: number; hessian: number } {
  const heaviest = weights === undefined ? 1 : weights.reduce((a, b) => Math.max(a, b), 0);
  return { gradient: heaviest, hessian: heaviest / 4 };
}

/** Of (score - target)^2 / 2. */
export function deriveSquared(
  scores: Float64Array,
  { target, weights }: GrowRows,
  { gradients, hessians }: Derivatives,
): void {
  for (let row = 0; row < scores.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    gradients[row] = weight * (scores[row]! - target[row]!);
    hessians[row] = weight;
  }
}
