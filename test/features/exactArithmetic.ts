/** Arithmetic on whole numbers of unlimited size: what sums of floating-point numbers truly are. */

/** Every double is a whole multiple of 2^-1074. */
const scale = 1074n;

function whole(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n ? -magnitude : magnitude;
}

/** a / b rounded once to the nearest double, ties to even. */
function quotient(a: bigint, b: bigint): number {
  if (a === 0n) return 0;
  const negative = a < 0n !== b < 0n;
  const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b];
  // 64 bits or more, the last of them sticky, so that the one rounding is that of Number().
  const shift = BigInt(Math.max(0, d.toString(2).length - n.toString(2).length + 66));
  let digits = (n << shift) / d;
  if ((n << shift) % d !== 0n) digits |= 1n;
  // Number() would overflow on long integers.
  const excess = BigInt(Math.max(0, digits.toString(2).length - 66));
  const rest = digits & ((1n << excess) - 1n);
  let short = digits >> excess;
  if (rest !== 0n) short |= 1n;
  const exponent = Number(excess - shift);
  // In two steps, for a power of two alone may be too small for a double.
  const value = Number(short) * 2 ** Math.ceil(exponent / 2) * 2 ** Math.floor(exponent / 2);
  return negative ? -value : value;
}

export function exactSum(values: readonly number[]): number {
  return quotient(
    values.reduce((sum, value) => sum + whole(value), 0n),
    1n << scale,
  );
}

/** Least-squares slope of [epoch milliseconds, value] per day; null for fewer than two different times. */
export function exactSlope(points: readonly (readonly [number, number])[]): number | null {
  const n = BigInt(points.length);
  const sum = (of: (x: bigint, y: bigint) => bigint) =>
    points.reduce((total, [x, y]) => total + of(BigInt(x), whole(y)), 0n);
  const x = sum((time) => time);
  const spread = n * sum((time) => time * time) - x * x;
  if (spread === 0n) return null;
  const rise = n * sum((time, value) => time * value) - x * sum((_, value) => value);
  return (quotient(rise, 1n << scale) / quotient(spread, 1n)) * 86_400_000;
}
