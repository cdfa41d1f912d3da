/**
 * A histogram of one feature that remembers which bins hold rows: a node of few rows is searched, and cleared, in as many
 * steps as it has bins, without sorting. Flags are a byte per bin, 0x80 when it is present.
 */
export function addRows(
  rows: usize,
  count: u32,
  pairs: usize,
  column: usize,
  histogram: usize,
  flags: usize,
): void {
  const end = rows + (<usize>count << 2);
  for (; rows < end; rows += 4, pairs += 16) {
    const bin = <usize>load<u8>(column + load<u32>(rows));
    const at = histogram + (bin << 4);
    v128.store(at, f64x2.add(v128.load(at), v128.load(pairs)));
    store<u8>(flags + bin, 0x80);
  }
}

/** Which of 16 bins are present, a bit each. */
// @ts-ignore: decorator
@inline
export function presentBits(flags: usize, sixteen: u32): u32 {
  return <u32>i8x16.bitmask(v128.load(flags + <usize>sixteen * 16));
}

export function countPresent(flags: usize, sixteens: u32): u32 {
  let count: u32 = 0;
  for (let sixteen: u32 = 0; sixteen < sixteens; sixteen++) count += popcnt(presentBits(flags, sixteen));
  return count;
}

export function clear(histogram: usize, flags: usize, sixteens: u32): void {
  const zero = f64x2.splat(0);
  for (let sixteen: u32 = 0; sixteen < sixteens; sixteen++) {
    for (let bits = presentBits(flags, sixteen); bits != 0; bits &= bits - 1)
      v128.store(histogram + ((<usize>sixteen * 16 + ctz(bits)) << 4), zero);
    v128.store(flags + <usize>sixteen * 16, zero);
  }
}
