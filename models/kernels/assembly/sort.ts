/** Digits of 11 bits: six passes order 64 bits. */
const digitBits: u32 = 11;
const digits: u32 = 6;
const buckets: u32 = 1 << digitBits;
export const sortScratchBytes: usize = <usize>(digits * buckets * 4);

/** A double's bits so that they order as unsigned integers as the numbers do; -0 is 0. */
// @ts-ignore: decorator
@inline
export function keyOf(value: f64): u64 {
  const bits = reinterpret<u64>(value + 0);
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

// @ts-ignore: decorator
@inline
export function valueOf(key: u64): f64 {
  return reinterpret<f64>(key ^ ((((key >> 63) ^ 1) * 0xffffffffffffffff) | 0x8000000000000000));
}

/**
 * Sorts keys (u64) by their digits from the last to the first (LSD radix sort), leaving out digits that all keys have in
 * common; returns where the result is: `keys` or `spare`.
 */
export function sortKeys(keys: usize, spare: usize, count: u32, scratch: usize): usize {
  memory.fill(scratch, 0, sortScratchBytes);
  const mask: u64 = buckets - 1;
  for (let at = keys, end = keys + (<usize>count << 3); at < end; at += 8) {
    const key = load<u64>(at);
    for (let digit: u32 = 0; digit < digits; digit++) {
      const slot = scratch + (<usize>(digit * buckets + <u32>((key >> (digit * digitBits)) & mask)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
  for (let digit: u32 = 0; digit < digits; digit++) {
    const counts = scratch + (<usize>(digit * buckets) << 2);
    const shift = digit * digitBits;
    const first = (load<u64>(keys) >> shift) & mask;
    if (load<u32>(counts + (<usize>first << 2)) == count) continue;
    let total: u32 = 0;
    for (let slot = counts, end = counts + (<usize>buckets << 2); slot < end; slot += 4) {
      const here = load<u32>(slot);
      store<u32>(slot, total);
      total += here;
    }
    for (let at = keys, end = keys + (<usize>count << 3); at < end; at += 8) {
      const key = load<u64>(at);
      const slot = counts + (<usize>((key >> shift) & mask) << 2);
      const to = load<u32>(slot);
      store<u32>(slot, to + 1);
      store<u64>(spare + (<usize>to << 3), key);
    }
    const sorted = spare;
    spare = keys;
    keys = sorted;
  }
  return keys;
}
