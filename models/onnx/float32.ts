const pair = new DataView(new ArrayBuffer(8));

/** The next double above (`up`) or below a number; NaN and the infinity on that side stay. */
export function nextDouble(value: number, up: boolean): number {
  if (Number.isNaN(value) || value === (up ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY))
    return value;
  if (value === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE;
  pair.setFloat64(0, value);
  pair.setBigInt64(0, pair.getBigInt64(0) + (value > 0 === up ? 1n : -1n));
  return pair.getFloat64(0);
}

/** The next number of 32-bit precision above (`up`) or below one; NaN and the infinity on that side stay. */
export function nextFloat(value: number, up: boolean): number {
  if (Number.isNaN(value) || value === (up ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY))
    return value;
  if (value === 0) return up ? 2 ** -149 : -(2 ** -149);
  pair.setFloat32(0, value);
  pair.setInt32(0, pair.getInt32(0) + (value > 0 === up ? 1 : -1));
  return pair.getFloat32(0);
}

/** The largest number of 32-bit precision that is not above `value`: x <= value and x <= floorFloat(value) then agree
 * for every x of that precision. */
export function floorFloat(value: number): number {
  const rounded = Math.fround(value);
  return rounded > value ? nextFloat(rounded, false) : rounded;
}

/**
 * The largest double that rounds to `threshold` or less: x <= lastRoundingTo(t) says of any double x what
 * float32(x) <= t says, so that trees over 32-bit inputs can be asked with doubles as they are.
 * @param threshold of 32-bit precision
 */
export function lastRoundingTo(threshold: number): number {
  if (threshold === Number.POSITIVE_INFINITY || Number.isNaN(threshold)) return threshold;
  if (threshold === Number.NEGATIVE_INFINITY) return -firstInfinite;
  const above = nextFloat(threshold, true);
  const middle = above === Number.POSITIVE_INFINITY ? firstInfinite : threshold + (above - threshold) / 2;
  return Math.fround(middle) <= threshold ? middle : nextDouble(middle, false);
}

/** The least double that rounds to infinity in 32 bits. */
const firstInfinite = 2 ** 127 * (2 - 2 ** -24);
