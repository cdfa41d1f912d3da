import { type Integers, integers } from './growableArrays.ts';

/** Cells of a full-grown chunk; an offset is chunk x this + place in the chunk. */
const chunkCells = 1 << 16;
const smallestChunk = 1 << 10;

/**
 * Blocks of 32-bit cells in few large arrays: what many small growing lists live in. Sizes are rounded up to 2^k or
 * 1.5 x 2^k, and blocks given back are used again.
 */
export class BlockArena {
  readonly #chunks: Int32Array[] = [];
  readonly #free: (Integers | undefined)[] = [];
  #current = -1;
  #next = 0;

  /** Cells of the smallest block that holds so many. */
  static roomFor(cells: number): number {
    if (cells <= 2) return 2;
    const half = 1 << (31 - Math.clz32(cells - 1));
    return cells <= half + (half >> 1) ? half + (half >> 1) : 2 * half;
  }

  /** The array a block lies in; its cells start at {@link place}. */
  chunk(offset: number): Int32Array {
    return this.#chunks[offset >>> 16]!;
  }

  static place(offset: number): number {
    return offset & (chunkCells - 1);
  }

  /** Offset of a block for so many cells, in [0, 2^31). Its content is whatever was there. */
  allocate(cells: number): number {
    const room = BlockArena.roomFor(cells);
    const free = this.#free[sizeClass(room)];
    if (free !== undefined && free.size > 0) return free.values[--free.size]!;
    // A block of more than half a chunk has a chunk of its own.
    if (room > chunkCells / 2) return (this.#chunks.push(new Int32Array(room)) - 1) << 16;
    if (this.#current < 0 || this.#next + room > this.#chunks[this.#current]!.length) {
      const length = Math.min(chunkCells, smallestChunk << Math.min(16, this.#chunks.length));
      this.#current = this.#chunks.push(new Int32Array(Math.max(room, length))) - 1;
      this.#next = 0;
    }
    const offset = (this.#current << 16) | this.#next;
    this.#next += room;
    return offset;
  }

  release(offset: number, cells: number): void {
    const kind = sizeClass(BlockArena.roomFor(cells));
    this.#free[kind] ??= integers();
    this.#free[kind].push(offset);
  }
}

/** Position of a size among 2, 3, 4, 6, 8, 12 ... */
function sizeClass(room: number): number {
  const bits = 31 - Math.clz32(room);
  return 2 * bits + (room === 1 << bits ? 0 : 1);
}
