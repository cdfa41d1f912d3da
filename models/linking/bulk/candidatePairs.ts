import { type BlockingKey, keyValues } from './blockingKey.ts';
import { blockSizes } from './blockSizes.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { imul, floor } = Math;

/** A blocking key with the largest block it is used for. */
export interface ChosenKey {
  readonly key: BlockingKey;
  readonly largestBlock: number;
}

interface Pass {
  readonly width: number;
  /** Hashes; 0 where there is none or its block is too large or holds a single record. */
  readonly values: Int32Array;
}

/** Candidates are handed over in chunks of this many pairs. */
const chunkPairs = 1 << 15;

/**
 * The pairs of records that share at least one key, each pair once, in chunks: nothing but the keys and one chunk is
 * held in memory.
 */
export class CandidatePairs {
  readonly rowCount: number;
  readonly leftCount: number | undefined;
  readonly #passes: readonly Pass[];

  /** @param keys none: all pairs are candidates */
  constructor(rowCount: number, leftCount: number | undefined, keys: readonly ChosenKey[]) {
    this.rowCount = rowCount;
    this.leftCount = leftCount;
    this.#passes = keys.map(({ key, largestBlock }) => {
      const values = keyValues(key, rowCount);
      const { sizes, mask } = blockSizes(values, key.width, leftCount);
      for (let at = 0; at < values.length; at++) {
        const size = sizes[values[at]! & mask]!;
        if (size < 2 || size > largestBlock) values[at] = 0;
      }
      return { width: key.width, values };
    });
  }

  get keyCount(): number {
    return this.#passes.length;
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

  /**
   * Chunks of pairs: rows `lefts[k]` < `rights[k]` for k below `size`; the arrays are used again for the next chunk.
   * @param thinning keeps one of that many pairs, chosen by the pair's hash
   */
  *chunks(
    thinning = 1,
  ): Generator<{ lefts: Int32Array; rights: Int32Array; size: number; done: number }, void, undefined> {
    const lefts = new Int32Array(chunkPairs);
    const rights = new Int32Array(chunkPairs);
    let size = 0;
    const passes = Math.max(1, this.#passes.length);
    for (let pass = 0; pass < passes; pass++) {
      const blocks = this.#passes.length === 0 ? this.#everything() : this.#blocks(pass);
      for (const { rows, start, end, value, share } of blocks) {
        for (let i = start; i < end; i++) {
          const a = rows[i]!;
          for (let j = i + 1; j < end; j++) {
            const b = rows[j]!;
            if (this.leftCount !== undefined && (a >= this.leftCount || b < this.leftCount)) continue;
            if (a === b) continue;
            if (thinning > 1 && !kept(a, b, thinning)) continue;
            if (this.#passes.length > 0 && this.#foundBefore(pass, value, a, b)) continue;
            lefts[size] = a;
            rights[size++] = b;
            if (size === chunkPairs) {
              yield { lefts, rights, size, done: (pass + share) / passes };
              size = 0;
            }
          }
        }
      }
    }
    yield { lefts, rights, size, done: 1 };
  }

  /** Rows of equal hash, in file order. */
  *#blocks(
    pass: number,
  ): Generator<{ rows: Int32Array; start: number; end: number; value: number; share: number }> {
    const { width, values } = this.#passes[pass]!;
    const buckets = bucketsOf(values);
    const { order, starts } = buckets;
    const bucketCount = starts.length - 1;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      const from = starts[bucket]!;
      const to = starts[bucket + 1]!;
      if (to - from < 2) continue;
      let mixed = false;
      for (let at = from + 1; at < to && !mixed; at++) mixed = values[order[at]!] !== values[order[from]!];
      if (mixed) order.subarray(from, to).sort((x, y) => values[x]! - values[y]! || x - y);
      let start = from;
      for (let at = from + 1; at <= to; at++) {
        if (at < to && values[order[at]!] === values[order[start]!]) continue;
        if (at - start > 1) {
          const value = values[order[start]!]!;
          if (width > 1) for (let slot = start; slot < at; slot++) order[slot] = floor(order[slot]! / width);
          yield { rows: order, start, end: at, value, share: bucket / bucketCount };
        }
        start = at;
      }
    }
  }

  *#everything() {
    const rows = Int32Array.from({ length: this.rowCount }, (_, row) => row);
    yield { rows, start: 0, end: this.rowCount, value: 0, share: 0.5 };
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

/** Slots of values by the low bits of their hash (counting sort). */
function bucketsOf(values: Int32Array): { order: Int32Array; starts: Int32Array } {
  let capacity = 1024;
  while (capacity < values.length && capacity < 1 << 23) capacity *= 2;
  const mask = capacity - 1;
  const starts = new Int32Array(capacity + 1);
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue;
    starts[(values[at]! & mask) + 1]!++;
    total++;
  }
  for (let bucket = 0; bucket < capacity; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice(0, capacity);
  const order = new Int32Array(total);
  for (let at = 0; at < values.length; at++) if (values[at] !== 0) order[next[values[at]! & mask]!++] = at;
  return { order, starts };
}
