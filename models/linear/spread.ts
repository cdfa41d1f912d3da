/**
 * Weighted mean and population standard deviation, which is 1 where all values are the same. Any finite values will do:
 * they are measured by the largest of them, so that no sum or square overflows.
 */
export function spreadOf(values: Float64Array, weights: Float64Array): { mean: number; spread: number } {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const unit = largest > safe ? largest : 1;
  let total = 0;
  let sum = 0;
  values.forEach((value, row) => {
    total += weights[row]!;
    sum += weights[row]! * (value / unit);
  });
  const mean = sum / total;
  let squares = 0;
  values.forEach((value, row) => {
    squares += weights[row]! * (value / unit - mean) ** 2;
  });
  return { mean: mean * unit, spread: Math.sqrt(squares / total) * unit || 1 };
}

/** Sums of squares of numbers up to this do not overflow. */
const safe = 1e100;
