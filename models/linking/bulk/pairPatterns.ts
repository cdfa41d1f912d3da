// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { imul } = Math;

/** Patterns as plain data: levels one pattern after the other, and pairs per pattern. */
export interface CountedPatterns {
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
}

/** Distinct patterns of levels over pairs of records, counted: millions of pairs show some thousand patterns. */
export class PairPatterns {
  readonly fieldCount: number;
  /** Levels of pattern p from `p * fieldCount` on. */
  levels: Uint8Array;
  counts: Float64Array;
  size = 0;
  #slots: Int32Array;

  constructor(fieldCount: number) {
    this.fieldCount = fieldCount;
    this.levels = new Uint8Array(1024 * fieldCount);
    this.counts = new Float64Array(1024);
    this.#slots = new Int32Array(4096).fill(-1);
  }

  /** Counts a pair whose levels are in `levels` from `offset` on, and gives the number of its pattern. */
  add(levels: Uint8Array, offset = 0, count = 1): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(levels, offset) & mask;
    for (;;) {
      const pattern = this.#slots[slot]!;
      if (pattern < 0) break;
      if (this.#equals(pattern, levels, offset)) {
        this.counts[pattern]! += count;
        return pattern;
      }
      slot = (slot + 1) & mask;
    }
    const pattern = this.size++;
    if (pattern === this.counts.length) this.#grow();
    this.levels.set(levels.subarray(offset, offset + this.fieldCount), pattern * this.fieldCount);
    this.counts[pattern] = count;
    this.#slots[slot] = pattern;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return pattern;
  }

  /** Counts the pairs of other patterns too. @returns the number that each of them has here */
  merge({ levels, counts }: CountedPatterns): Int32Array {
    return Int32Array.from(counts, (count, pattern) => this.add(levels, pattern * this.fieldCount, count));
  }

  counted(): CountedPatterns {
    return {
      levels: this.levels.slice(0, this.size * this.fieldCount),
      counts: this.counts.slice(0, this.size),
    };
  }

  #hash(levels: Uint8Array, offset: number): number {
    let hash = 0x811c9dc5;
    for (let field = 0; field < this.fieldCount; field++) {
      hash = imul(hash ^ levels[offset + field]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #equals(pattern: number, levels: Uint8Array, offset: number): boolean {
    const start = pattern * this.fieldCount;
    for (let field = 0; field < this.fieldCount; field++)
      if (this.levels[start + field] !== levels[offset + field]) return false;
    return true;
  }

  #grow(): void {
    const levels = new Uint8Array(this.levels.length * 2);
    levels.set(this.levels);
    this.levels = levels;
    const counts = new Float64Array(this.counts.length * 2);
    counts.set(this.counts);
    this.counts = counts;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let pattern = 0; pattern < this.size; pattern++) {
      let slot = this.#hash(this.levels, pattern * this.fieldCount) & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = pattern;
    }
    this.#slots = slots;
  }
}
