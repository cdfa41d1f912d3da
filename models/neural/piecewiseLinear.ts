/** The piecewise linear function through the points (from, to), constant beyond them; `from` ascends. */
export function piecewiseLinear(from: Float64Array, to: Float64Array, value: number): number {
  const last = from.length - 1;
  if (value <= from[0]!) return to[0]!;
  if (value >= from[last]!) return to[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= value) low = middle;
    else high = middle;
  }
  return to[low]! + ((to[high]! - to[low]!) * (value - from[low]!)) / (from[high]! - from[low]!);
}
