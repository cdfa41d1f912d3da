import { Problem } from '../base/problem.ts';

/**
 * 'balanced' gives every class the same total weight (as scikit-learn's does); a map multiplies the weights of the
 * named classes, '0' and '1' where there are two without names.
 */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>;

/**
 * Row weights times those of their classes.
 * @param target class indices
 * @throws Problem invalid_input when a class is unknown or its weight no positive number
 */
export function withClassWeights(
  weights: Float64Array,
  target: ArrayLike<number>,
  classes: readonly string[],
  classWeights: ClassWeights | undefined,
): Float64Array {
  if (classWeights === undefined) return weights;
  const factors =
    classWeights === 'balanced' ? balanced(weights, target, classes) : named(classes, classWeights);
  return weights.map((weight, row) => weight * factors[target[row]!]!);
}

function balanced(weights: Float64Array, target: ArrayLike<number>, classes: readonly string[]): number[] {
  const ofClass = classes.map(() => 0);
  weights.forEach((weight, row) => {
    ofClass[target[row]!]! += weight;
  });
  const present = ofClass.filter((weight) => weight > 0);
  const total = present.reduce((sum, weight) => sum + weight, 0);
  return ofClass.map((weight) => (weight > 0 ? total / (present.length * weight) : 1));
}

function named(classes: readonly string[], classWeights: Readonly<Record<string, number>>): number[] {
  const findings = Object.entries(classWeights)
    .filter(([name, weight]) => !classes.includes(name) || !(weight > 0 && Number.isFinite(weight)))
    .map(([name, weight]) => ({
      path: `classWeights.${name}`,
      message: classes.includes(name) ? 'not a weight' : 'no class has this name',
      received: weight,
      allowed: classes.includes(name) ? 'finite, above 0' : classes.join(', '),
    }));
  if (findings.length > 0) throw new Problem('invalid_input', 'The class weights do not fit.', { findings });
  return classes.map((name) => classWeights[name] ?? 1);
}
