import { BlockArena } from './blockArena.ts';
import { absent, HashTable } from './hashTable.ts';

/**
 * Which members (customers or words, by index) are filed under a key, given by its hash. A key with one member takes one
 * slot of 8 bytes; more members lie in a list beside. Keys that are mistaken for one another (see HashTable) bring a
 * member too many, never one too few.
 */
export class Postings {
  readonly #table = new HashTable();
  /** Lists: length, then the members. In the table the offset is stored as its complement, which is negative. */
  readonly #lists = new BlockArena();

  /** Files a member, which must not be there yet. */
  add(key: number, member: number): void {
    const value = this.#table.get(key);
    if (value === absent) {
      this.#table.insert(key, member);
      return;
    }
    if (value >= 0) {
      const offset = this.#lists.allocate(3);
      const chunk = this.#lists.chunk(offset);
      const at = BlockArena.place(offset);
      chunk[at] = 2;
      chunk[at + 1] = value;
      chunk[at + 2] = member;
      this.#table.replace(key, value, ~offset);
      return;
    }
    let offset = ~value;
    const length = this.#lists.chunk(offset)[BlockArena.place(offset)]!;
    if (BlockArena.roomFor(length + 1) < length + 2) {
      const narrow = offset;
      offset = this.#move(narrow, length, length + 2);
      this.#lists.release(narrow, length + 1);
      this.#table.replace(key, value, ~offset);
    }
    const chunk = this.#lists.chunk(offset);
    const at = BlockArena.place(offset);
    chunk[at + 1 + length] = member;
    chunk[at] = length + 1;
  }

  /** Takes a member away that is filed under the key. */
  remove(key: number, member: number): void {
    const value = this.#table.get(key);
    if (value >= 0) {
      this.#table.remove(key, value);
      return;
    }
    const offset = ~value;
    const chunk = this.#lists.chunk(offset);
    const at = BlockArena.place(offset);
    const length = chunk[at]!;
    const found = chunk.indexOf(member, at + 1);
    chunk[found] = chunk[at + length]!;
    chunk[at] = length - 1;
    if (length === 2) {
      this.#table.replace(key, value, chunk[at + 1]!);
      this.#lists.release(offset, 3);
    } else if (BlockArena.roomFor(length) < BlockArena.roomFor(length + 1)) {
      this.#table.replace(key, value, ~this.#move(offset, length - 1, length));
      this.#lists.release(offset, length + 1);
    }
  }

  /** Number of members under a key. */
  count(key: number): number {
    const value = this.#table.get(key);
    if (value === absent) return 0;
    return value >= 0 ? 1 : this.#lists.chunk(~value)[BlockArena.place(~value)]!;
  }

  /** Calls `visit` with each member, in no particular order. */
  each(key: number, visit: (member: number) => void): void {
    const value = this.#table.get(key);
    if (value === absent) return;
    if (value >= 0) {
      visit(value);
      return;
    }
    const chunk = this.#lists.chunk(~value);
    const at = BlockArena.place(~value);
    for (let next = at + 1, end = at + 1 + chunk[at]!; next < end; next++) visit(chunk[next]!);
  }

  /**
   * Adds 1 per member to its count; members whose count was 0 are noted in `touched`, or left at 0 without it. What
   * {@link each} could do as well, but not fast enough for lists of many thousands.
   */
  tally(key: number, counts: Uint8Array, touched: number[] | undefined): void {
    const value = this.#table.get(key);
    if (value === absent) return;
    const chunk = value >= 0 ? singly(value) : this.#lists.chunk(~value);
    const at = value >= 0 ? 0 : BlockArena.place(~value);
    for (let next = at + 1, end = at + 1 + chunk[at]!; next < end; next++) {
      const member = chunk[next]!;
      if (counts[member] === 0) {
        if (touched === undefined) continue;
        touched.push(member);
      }
      counts[member]!++;
    }
  }

  /** Copies a list of `length` members into a block of so many cells. */
  #move(offset: number, length: number, cells: number): number {
    const moved = this.#lists.allocate(cells);
    const from = this.#lists.chunk(offset);
    const start = BlockArena.place(offset);
    this.#lists.chunk(moved).set(from.subarray(start, start + 1 + length), BlockArena.place(moved));
    return moved;
  }
}

const one = new Int32Array(2);

/** The list of a single member. */
function singly(member: number): Int32Array {
  one[0] = 1;
  one[1] = member;
  return one;
}
