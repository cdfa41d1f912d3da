/**
 * The value below which `share` of the weight lies: the inverse of the weighted distribution function, averaged where
 * that is a step exactly at `share` (the median of 1, 2, 3, 4 is 2.5). Weight 2 counts as the value twice.
 * @param values at least one, with total weight above 0
 * @param share in (0, 1)
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, share: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (const weight of weights) total += weight;
  const wanted = share * total;
  // Sums of weights are exact for counts only; a step is met within rounding.
  const slack = 1e-12 * total;
  let mass = 0;
  let lower: number | undefined;
  for (const index of order) {
    if (weights[index] === 0) continue;
    if (lower !== undefined) return (lower + values[index]!) / 2;
    mass += weights[index]!;
    if (mass > wanted + slack) return values[index]!;
    if (mass >= wanted - slack) lower = values[index]!;
  }
  return lower ?? values[order[order.length - 1]!]!;
}
