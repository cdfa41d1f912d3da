/** Segments of a table; bits 32 to 43 of a hash choose one. */
const segments = 4096;
/** Share of slots in use at which a segment grows, and by how much. */
const fullest = 0.8;
const growth = 1.35;
const high = 2 ** 32;

/** Values up to which a table is a plain map: a company with few customers should not pay for many segments. */
const smallest = 2048;

/** What {@link HashTable} answers for an unknown hash; no value may be this number. */
export const absent = -(2 ** 31);

/**
 * Numbers by 48-bit hash, in 8 bytes per slot: open addressing with linear probing over many small segments, each of
 * which grows by itself, so that no insertion ever waits for the whole table to move.
 *
 * Slots keep 32 bits of the hash and the segment 12: two hashes are mistaken for one another with probability 2^-44.
 * Where that is too much, `accept` tells them apart by what the value stands for.
 */
export class HashTable {
  /** Until the table is spread over segments: the value of each hash. */
  #small: Map<number, number> | undefined = new Map();
  /** Per segment: hash bits and value of each slot, in turns. */
  readonly #slots: (Int32Array | undefined)[] = [];
  #used = new Uint16Array(0);

  /** The value filed under a hash (of those that `accept` takes), or {@link absent}. */
  get(hash: number, accept?: (value: number) => boolean): number {
    if (this.#small !== undefined) {
      const value = this.#small.get(hash);
      return value !== undefined && (accept === undefined || accept(value)) ? value : absent;
    }
    const slots = this.#slots[segmentOf(hash)];
    if (slots === undefined) return absent;
    const tag = hash | 0;
    const count = slots.length >> 1;
    for (let slot = home(tag, count); ; slot = slot + 1 === count ? 0 : slot + 1) {
      const value = slots[2 * slot + 1]!;
      if (value === absent) return absent;
      if (slots[2 * slot] === tag && (accept === undefined || accept(value))) return value;
    }
  }

  /** Files a value under a hash, beside others that may be there. */
  insert(hash: number, value: number): void {
    if (this.#small !== undefined) {
      if (this.#small.size < smallest && !this.#small.has(hash)) {
        this.#small.set(hash, value);
        return;
      }
      this.#spread(this.#small);
    }
    const segment = segmentOf(hash);
    let slots = this.#slots[segment];
    if (slots === undefined) {
      slots = emptySlots(4);
      this.#slots[segment] = slots;
    } else if (this.#used[segment]! + 1 > (slots.length >> 1) * fullest) {
      slots = grown(slots);
      this.#slots[segment] = slots;
    }
    place(slots, hash | 0, value);
    this.#used[segment]!++;
  }

  /** Puts another value in the place of the one filed under a hash, which must be there. */
  replace(hash: number, before: number, after: number): void {
    if (this.#small !== undefined) {
      this.#small.set(hash, after);
      return;
    }
    const slots = this.#slots[segmentOf(hash)]!;
    slots[2 * this.#find(slots, hash | 0, before) + 1] = after;
  }

  /** Takes a value away that is filed under a hash. */
  remove(hash: number, value: number): void {
    if (this.#small !== undefined) {
      this.#small.delete(hash);
      return;
    }
    const segment = segmentOf(hash);
    const slots = this.#slots[segment]!;
    const count = slots.length >> 1;
    let free = this.#find(slots, hash | 0, value);
    slots[2 * free + 1] = absent;
    this.#used[segment]!--;
    // What was pushed past the slot moves up, so that probing never has to step over graves.
    for (let slot = (free + 1) % count; slots[2 * slot + 1] !== absent; slot = (slot + 1) % count) {
      const start = home(slots[2 * slot]!, count);
      const stays = free < slot ? start > free && start <= slot : start > free || start <= slot;
      if (stays) continue;
      slots[2 * free] = slots[2 * slot]!;
      slots[2 * free + 1] = slots[2 * slot + 1]!;
      slots[2 * slot + 1] = absent;
      free = slot;
    }
  }

  #spread(small: Map<number, number>): void {
    this.#small = undefined;
    this.#used = new Uint16Array(segments);
    for (const [hash, value] of small) this.insert(hash, value);
  }

  #find(slots: Int32Array, tag: number, value: number): number {
    const count = slots.length >> 1;
    let slot = home(tag, count);
    while (slots[2 * slot] !== tag || slots[2 * slot + 1] !== value) slot = slot + 1 === count ? 0 : slot + 1;
    return slot;
  }
}

const segmentOf = (hash: number): number => Math.floor(hash / high) & (segments - 1);
const home = (tag: number, count: number): number => Math.floor(((tag >>> 0) / high) * count);

function emptySlots(count: number): Int32Array {
  return new Int32Array(2 * count).fill(absent);
}

function place(slots: Int32Array, tag: number, value: number): void {
  const count = slots.length >> 1;
  let slot = home(tag, count);
  while (slots[2 * slot + 1] !== absent) slot = slot + 1 === count ? 0 : slot + 1;
  slots[2 * slot] = tag;
  slots[2 * slot + 1] = value;
}

function grown(slots: Int32Array): Int32Array {
  const wider = emptySlots(Math.ceil((slots.length >> 1) * growth));
  for (let at = 0; at < slots.length; at += 2)
    if (slots[at + 1] !== absent) place(wider, slots[at]!, slots[at + 1]!);
  return wider;
}
