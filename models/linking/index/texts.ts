import { integers } from './growableArrays.ts';
import { hashText } from './hash48.ts';
import { absent, HashTable } from './hashTable.ts';

// A lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { fromCharCode } = String;

const chunkBytes = 1 << 16;
const smallestChunk = 1 << 10;
/** UTF-16 units of a text that are kept; normalised claims are far shorter (features/identity cuts them). */
const longestText = 16_000;
const wide = 1 << 15;

/**
 * Distinct texts numbered from 0, in one byte per letter where all are Latin-1 and two otherwise. A text stays for good,
 * also when nobody carries it any more.
 */
export class Texts {
  readonly #table = new HashTable();
  readonly #starts = integers();
  readonly #chunks: Uint8Array[] = [];
  #next = 0;

  get size(): number {
    return this.#starts.size;
  }

  /** The number of a text; a new one for a text that is new. */
  add(text: string): number {
    const kept = text.slice(0, longestText);
    const hash = hashText(kept);
    const known = this.#table.get(hash, (id) => this.#equals(id, kept));
    if (known !== absent) return known;
    const id = this.#starts.push(this.#write(kept));
    this.#table.insert(hash, id);
    return id;
  }

  /** The number of a text, or -1 when there is none such. */
  find(text: string): number {
    const kept = text.slice(0, longestText);
    const known = this.#table.get(hashText(kept), (id) => this.#equals(id, kept));
    return known === absent ? -1 : known;
  }

  text(id: number): string {
    let text = '';
    for (let at = 0, length = this.length(id); at < length; at++) text += fromCharCode(this.unit(id, at));
    return text;
  }

  /** UTF-16 units of a text. */
  length(id: number): number {
    const start = this.#starts.values[id]!;
    const chunk = this.#chunks[start >>> 16]!;
    const at = start & 0xffff;
    return (chunk[at]! | (chunk[at + 1]! << 8)) & (wide - 1);
  }

  /** UTF-16 unit at a position of a text. */
  unit(id: number, position: number): number {
    const start = this.#starts.values[id]!;
    const chunk = this.#chunks[start >>> 16]!;
    const at = start & 0xffff;
    if (chunk[at + 1]! < 128) return chunk[at + 2 + position]!;
    return chunk[at + 2 + 2 * position]! | (chunk[at + 3 + 2 * position]! << 8);
  }

  /** How many units, up to `most`, the text begins with as the other does; `most` is at most the length of each. */
  commonStart(id: number, text: string, most: number): number {
    const start = this.#starts.values[id]!;
    const chunk = this.#chunks[start >>> 16]!;
    const at = start & 0xffff;
    let same = 0;
    if (chunk[at + 1]! < 128) while (same < most && chunk[at + 2 + same] === text.charCodeAt(same)) same++;
    else while (same < most && this.unit(id, same) === text.charCodeAt(same)) same++;
    return same;
  }

  /** The same of the end. */
  commonEnd(id: number, text: string, most: number): number {
    const length = this.length(id);
    let same = 0;
    while (same < most && this.unit(id, length - 1 - same) === text.charCodeAt(text.length - 1 - same))
      same++;
    return same;
  }

  #equals(id: number, text: string): boolean {
    return this.length(id) === text.length && this.commonStart(id, text, text.length) === text.length;
  }

  #write(text: string): number {
    let isWide = false;
    for (let at = 0; at < text.length && !isWide; at++) isWide = text.charCodeAt(at) > 255;
    const size = 2 + text.length * (isWide ? 2 : 1);
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || this.#next + size > chunk.length) {
      chunk = new Uint8Array(
        Math.max(size, Math.min(chunkBytes, smallestChunk << Math.min(16, this.#chunks.length))),
      );
      this.#chunks.push(chunk);
      this.#next = 0;
    }
    let at = this.#next;
    const start = ((this.#chunks.length - 1) << 16) | at;
    const header = text.length | (isWide ? wide : 0);
    chunk[at++] = header;
    chunk[at++] = header >>> 8;
    for (let position = 0; position < text.length; position++) {
      const unit = text.charCodeAt(position);
      chunk[at++] = unit;
      if (isWide) chunk[at++] = unit >>> 8;
    }
    this.#next = at;
    return start;
  }
}
