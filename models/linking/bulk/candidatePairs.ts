import { sharedInt32 } from '../../numeric/sharedArrays.ts';
import { type BlockingKey, keyValues } from './blockingKey.ts';
import { blockSizes } from './blockSizes.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { imul, floor } = Math;

/** A blocking key with the largest block it is used for. */
export interface ChosenKey {
  readonly key: BlockingKey;
  readonly largestBlock: number;
}

/** One key over all rows. */
export interface BlockingPass {
  readonly width: number;
  /** Hashes, `width` per row; 0 where there is none or its block is too large or holds a single record. */
  readonly values: Int32Array;
}

/** All keys over all rows, as plain data on shared memory; or no keys: all pairs are candidates. */
export interface BlockingPasses {
  readonly rowCount: number;
  readonly leftCount: number | undefined;
  readonly passes: readonly BlockingPass[] | 'all pairs';
}

/** A part of the candidates: those that pass `pass` brings first, in the blocks of one of `slices` slices of its hashes. */
export interface PairPart {
  readonly pass: number;
  readonly slice: number;
  readonly slices: number;
}

/** Values of a key that one slice holds about. */
const sliceValues = 1 << 17;
const slicesWithoutKeys = 8;

export function blockingPass(
  { key, largestBlock }: ChosenKey,
  rowCount: number,
  leftCount: number | undefined,
): BlockingPass {
  const found = keyValues(key, rowCount);
  const { sizes, mask } = blockSizes(found, key.width, leftCount);
  const values = sharedInt32(found.length);
  for (let at = 0; at < values.length; at++) {
    const size = sizes[found[at]! & mask]!;
    values[at] = size < 2 || size > largestBlock ? 0 : found[at]!;
  }
  return { width: key.width, values };
}

/** The pairs of records that share at least one key, each pair once; nothing but the keys is held in memory. */
export class CandidatePairs {
  readonly rowCount: number;
  readonly leftCount: number | undefined;
  /** Whether all pairs are candidates. */
  readonly everything: boolean;
  readonly #passes: readonly BlockingPass[];

  constructor({ rowCount, leftCount, passes }: BlockingPasses) {
    this.rowCount = rowCount;
    this.leftCount = leftCount;
    this.everything = passes === 'all pairs';
    this.#passes = passes === 'all pairs' ? [] : passes;
  }

  get keyCount(): number {
    return this.#passes.length;
  }

  /** Parts that together bring every candidate once; they do not depend on the number of threads. */
  parts(): PairPart[] {
    const split = (pass: number, slices: number) =>
      Array.from({ length: slices }, (_, slice): PairPart => ({ pass, slice, slices }));
    if (this.everything) return split(0, slicesWithoutKeys);
    return this.#passes.flatMap(({ values }, pass) =>
      split(pass, Math.max(1, Math.ceil(values.length / sliceValues))),
    );
  }

  /** Whether rows a and b share key `pass`. */
  shares(pass: number, a: number, b: number): boolean {
    const { width, values } = this.#passes[pass]!;
    if (width === 1) return values[a] !== 0 && values[a] === values[b];
    for (let left = a * width; left < (a + 1) * width; left++) {
      const value = values[left]!;
      if (value === 0) continue;
      for (let right = b * width; right < (b + 1) * width; right++) if (values[right] === value) return true;
    }
    return false;
  }

  /** Whether rows a and b share any key. */
  has(a: number, b: number): boolean {
    if (this.everything) return true;
    for (let pass = 0; pass < this.#passes.length; pass++) if (this.shares(pass, a, b)) return true;
    return false;
  }

  /**
   * Visits the pairs of a part: rows a < b.
   * @param thinning keeps one of that many pairs, chosen by the pair's hash
   */
  visit(part: PairPart, thinning: number, visit: (a: number, b: number) => void): void {
    if (this.everything) this.#visitAll(part, thinning, visit);
    else this.#visitBlocks(part, thinning, visit);
  }

  #visitAll({ slice, slices }: PairPart, thinning: number, visit: (a: number, b: number) => void): void {
    for (let a = slice; a < (this.leftCount ?? this.rowCount); a += slices)
      for (let b = this.leftCount ?? a + 1; b < this.rowCount; b++)
        if (thinning === 1 || kept(a, b, thinning)) visit(a, b);
  }

  #visitBlocks(part: PairPart, thinning: number, visit: (a: number, b: number) => void): void {
    const { leftCount } = this;
    const { width, values } = this.#passes[part.pass]!;
    const { order, starts } = bucketsOf(values, part);
    for (let bucket = 0; bucket + 1 < starts.length; bucket++) {
      const from = starts[bucket]!;
      const to = starts[bucket + 1]!;
      if (to - from < 2) continue;
      let mixed = false;
      for (let at = from + 1; at < to && !mixed; at++) mixed = values[order[at]!] !== values[order[from]!];
      if (mixed) order.subarray(from, to).sort((x, y) => values[x]! - values[y]! || x - y);
      let start = from;
      for (let end = from + 1; end <= to; end++) {
        const value = values[order[start]!]!;
        if (end < to && values[order[end]!] === value) continue;
        for (let i = start; i < end; i++) {
          const a = floor(order[i]! / width);
          if (leftCount !== undefined && a >= leftCount) break;
          for (let j = i + 1; j < end; j++) {
            const b = floor(order[j]! / width);
            if (a === b || (leftCount !== undefined && b < leftCount)) continue;
            if (thinning > 1 && !kept(a, b, thinning)) continue;
            if (!this.#foundBefore(part.pass, value, a, b)) visit(a, b);
          }
        }
        start = end;
      }
    }
  }

  /** Whether an earlier key, or an earlier value of this one, brings the same pair. */
  #foundBefore(pass: number, value: number, a: number, b: number): boolean {
    for (let earlier = 0; earlier < pass; earlier++) if (this.shares(earlier, a, b)) return true;
    const { width, values } = this.#passes[pass]!;
    if (width === 1) return false;
    for (let left = a * width; left < (a + 1) * width; left++) {
      const other = values[left]!;
      if (other === 0 || other >= value) continue;
      for (let right = b * width; right < (b + 1) * width; right++) if (values[right] === other) return true;
    }
    return false;
  }
}

function kept(a: number, b: number, thinning: number): boolean {
  let hash = imul(a, 0x9e3779b1) ^ imul(b, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 13;
  return (hash >>> 0) % thinning === 0;
}

/** Slots of the values of a slice, by the low bits of their hash (counting sort); within a bucket in row order. */
function bucketsOf(
  values: Int32Array,
  { slice, slices }: PairPart,
): { order: Int32Array; starts: Int32Array } {
  let capacity = 1024;
  while (capacity * slices < values.length && capacity < 1 << 23) capacity *= 2;
  const mask = capacity - 1;
  const starts = new Int32Array(capacity + 1);
  const within = (value: number) => value !== 0 && (imul(value, 0x9e3779b1) >>> 8) % slices === slice;
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!within(value)) continue;
    starts[(value & mask) + 1]!++;
    total++;
  }
  for (let bucket = 0; bucket < capacity; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice(0, capacity);
  const order = new Int32Array(total);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (within(value)) order[next[value & mask]!++] = at;
  }
  return { order, starts };
}
