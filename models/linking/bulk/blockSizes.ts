/** Number of records per block, found by the hash of the key; blocks whose hashes fall together count as one. */
export interface BlockSizes {
  readonly sizes: Int32Array;
  readonly mask: number;
  /** Candidate pairs of the blocks of at most each size class: see {@link sizeClasses}. */
  readonly pairs: Float64Array;
}

/** Largest blocks that a key may be used with. */
export const sizeClasses = [5, 20, 80, 300, 1200] as const;

/** Class of a block by its size; sizeClasses.length when it is larger than all of them. */
export function sizeClass(size: number): number {
  let found = 0;
  while (found < sizeClasses.length && size > sizeClasses[found]!) found++;
  return found;
}

/** Slots for the blocks of so many values. */
function slotsFor(values: number): number {
  let capacity = 1024;
  while (capacity < 2 * values && capacity < 1 << 24) capacity *= 2;
  return capacity;
}

/** Whether a block is among one in `thinning`, a power of two up to 256, by the high bits of its hash. */
export const blockKept = (value: number, thinning: number): boolean => (value >>> 24) % thinning === 0;

/**
 * @param values hashes, `width` per row (blockingKey.ts)
 * @param thinning only one block in so many is counted, and counts for all: a table that stays in the cache
 */
export function blockSizes(values: Int32Array, width: number, leftCount?: number, thinning = 1): BlockSizes {
  const capacity = slotsFor(values.length / thinning);
  const mask = capacity - 1;
  const sizes = new Int32Array(capacity);
  const left = leftCount === undefined ? undefined : new Int32Array(capacity);
  const leftEnd = (leftCount ?? 0) * width;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === 0 || (thinning > 1 && !blockKept(value, thinning))) continue;
    sizes[value & mask]!++;
    if (left !== undefined && at < leftEnd) left[value & mask]!++;
  }
  const pairs = new Float64Array(sizeClasses.length);
  for (let slot = 0; slot < capacity; slot++) {
    const size = sizes[slot]!;
    if (size < 2) continue;
    const count = left === undefined ? (size * (size - 1)) / 2 : left[slot]! * (size - left[slot]!);
    const smallest = sizeClass(size);
    if (smallest < sizeClasses.length) pairs[smallest]! += thinning * count;
  }
  for (let at = 1; at < pairs.length; at++) pairs[at]! += pairs[at - 1]!;
  return { sizes, mask, pairs };
}

/** Sizes of the blocks that some rows are in, as {@link blockSizes} gives them; of other blocks nothing is counted. */
export function sizesOfBlocksOf(
  rows: readonly Int32Array[],
  values: Int32Array,
  width: number,
): Omit<BlockSizes, 'pairs'> {
  const capacity = slotsFor(values.length);
  const mask = capacity - 1;
  // Asking a bit per slot before counting keeps nearly all of the work in the cache.
  const wanted = new Uint8Array(capacity >> 3);
  for (const some of rows)
    for (const row of some)
      for (let at = row * width; at < (row + 1) * width; at++) {
        const slot = values[at]! & mask;
        wanted[slot >> 3]! |= 1 << (slot & 7);
      }
  const sizes = new Int32Array(capacity);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const slot = value & mask;
    if (value !== 0 && (wanted[slot >> 3]! & (1 << (slot & 7))) !== 0) sizes[slot]!++;
  }
  return { sizes, mask };
}
