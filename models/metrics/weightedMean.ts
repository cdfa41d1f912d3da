export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    total += weights[row]!;
    sum += weights[row]! * values[row]!;
  }
  return sum / total;
}
