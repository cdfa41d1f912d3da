/** Weighted mean and population standard deviation, which is 1 where all values are the same. */
export function spreadOf(values: Float64Array, weights: Float64Array): { mean: number; spread: number } {
  let total = 0;
  let sum = 0;
  values.forEach((value, row) => {
    total += weights[row]!;
    sum += weights[row]! * value;
  });
  const mean = sum / total;
  let squares = 0;
  values.forEach((value, row) => {
    squares += weights[row]! * (value - mean) ** 2;
  });
  return { mean, spread: Math.sqrt(squares / total) || 1 };
}
