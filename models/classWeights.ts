import { Problem } from '../base/problem.ts';

/**
 * 'balanced' gives every class the same total weight (as scikit-learn's does); a map multiplies the weights of the
 * named classes, '0' and '1' where there are two without names.
 */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>;

/**
 * What multiplies the weights of each class's rows; undefined where nothing is to be multiplied.
 * @param target class indices of the rows to learn from
 * @throws Problem invalid_input when a class is unknown or its weight no positive number
 */
export function classFactors(
  weights: Float64Array,
  target: ArrayLike<number>,
  classes: readonly string[],
  classWeights: ClassWeights | undefined,
): readonly number[] | undefined {
  if (classWeights === undefined) return undefined;
  return classWeights === 'balanced' ? balanced(weights, target, classes) : named(classes, classWeights);
}

/** Row weights times those of their classes; the weights as they are without factors. */
export function timesFactors(
  weights: Float64Array,
  target: ArrayLike<number>,
  factors: readonly number[] | undefined,
): Float64Array {
  return factors === undefined ? weights : weights.map((weight, row) => weight * factors[target[row]!]!);
}

/** As `timesFactors` with the factors of the same rows. @throws Problem as `classFactors` */
export function withClassWeights(
  weights: Float64Array,
  target: ArrayLike<number>,
  classes: readonly string[],
  classWeights: ClassWeights | undefined,
): Float64Array {
  return timesFactors(weights, target, classFactors(weights, target, classes, classWeights));
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
