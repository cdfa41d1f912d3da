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

/** @param values hashes, `width` per row (blockingKey.ts) */
export function blockSizes(values: Int32Array, width: number, leftCount?: number): BlockSizes {
  let capacity = 1024;
  while (capacity < 2 * values.length && capacity < 1 << 24) capacity *= 2;
  const mask = capacity - 1;
  const sizes = new Int32Array(capacity);
  const left = leftCount === undefined ? undefined : new Int32Array(capacity);
  const leftEnd = (leftCount ?? 0) * width;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === 0) continue;
    sizes[value & mask]!++;
    if (left !== undefined && at < leftEnd) left[value & mask]!++;
  }
  const pairs = new Float64Array(sizeClasses.length);
  for (let slot = 0; slot < capacity; slot++) {
    const size = sizes[slot]!;
    if (size < 2) continue;
    const count = left === undefined ? (size * (size - 1)) / 2 : left[slot]! * (size - left[slot]!);
    const smallest = sizeClass(size);
    if (smallest < sizeClasses.length) pairs[smallest]! += count;
  }
  for (let at = 1; at < pairs.length; at++) pairs[at]! += pairs[at - 1]!;
  return { sizes, mask, pairs };
}
