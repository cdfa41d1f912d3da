/**
 * What calibrators of few parameters aim at instead of 0 and 1: (rows of the class + 1) / (rows of the class + 2) for
 * the class that occurred, the rest shared equally by the others. It keeps fits finite when classes are separable,
 * and vanishes as rows are added. Platt (1999), Probabilistic outputs for support vector machines, section 2.2.
 * @returns per class the aim for itself; weights count as rows
 */
export function smoothedTargets(
  labels: ArrayLike<number>,
  weights: Float64Array,
  classCount: number,
): Float64Array {
  const total = new Float64Array(classCount);
  for (let row = 0; row < labels.length; row++) total[labels[row]!]! += weights[row]!;
  return total.map((rows) => (rows + 1) / (rows + 2));
}
