/** Largest absolute value; 0 of none. */
export function largestMagnitudeOf(values: Float64Array): number {
  let result = 0;
  for (const value of values) result = Math.max(result, Math.abs(value));
  return result;
}
