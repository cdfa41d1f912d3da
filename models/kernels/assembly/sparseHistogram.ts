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

/** Which of 64 bins are present, a bit each. */
// @ts-ignore: decorator
@inline
function presentBits(flags: usize): u64 {
  const low = i8x16.bitmask(v128.load(flags)) | (i8x16.bitmask(v128.load(flags, 16)) << 16);
  const high = i8x16.bitmask(v128.load(flags, 32)) | (i8x16.bitmask(v128.load(flags, 48)) << 16);
  return <u64>(<u32>low) | (<u64>(<u32>high) << 32);
}

/** Lists the present bins (u32) in their order and returns how many they are. */
export function listPresent(flags: usize, binCount: u32, list: usize): u32 {
  let to = list;
  for (let first: u32 = 0; first < binCount; first += 64)
    for (let bits = presentBits(flags + first); bits != 0; bits &= bits - 1) {
      store<u32>(to, first + <u32>ctz(bits));
      to += 4;
    }
  return <u32>((to - list) >> 2);
}

/**
 * Moves the present bins' pairs one behind the other to `taken`, lists the bins, leaves histogram and flags cleared, and
 * returns how many there are.
 */
export function takePresent(histogram: usize, flags: usize, binCount: u32, list: usize, taken: usize): u32 {
  const zero = f64x2.splat(0);
  let to = list;
  for (let first: u32 = 0; first < binCount; first += 64) {
    const group = flags + first;
    for (let bits = presentBits(group); bits != 0; bits &= bits - 1) {
      const bin = first + <u32>ctz(bits);
      const at = histogram + (<usize>bin << 4);
      store<u32>(to, bin);
      v128.store(taken, v128.load(at));
      v128.store(at, zero);
      to += 4;
      taken += 16;
    }
    v128.store(group, zero);
    v128.store(group, zero, 16);
    v128.store(group, zero, 32);
    v128.store(group, zero, 48);
  }
  return <u32>((to - list) >> 2);
}

export function clear(histogram: usize, flags: usize, list: usize, present: u32): void {
  const zero = f64x2.splat(0);
  for (const end = list + (<usize>present << 2); list < end; list += 4) {
    const bin = <usize>load<u32>(list);
    v128.store(histogram + (bin << 4), zero);
    store<u8>(flags + bin, 0);
  }
}
