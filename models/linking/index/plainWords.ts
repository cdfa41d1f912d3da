import type { EncodedWords } from '../strings/encodedWords.ts';
import { integers, letters } from './growableArrays.ts';
import { hashText } from './hash48.ts';
import { absent, HashTable } from './hashTable.ts';

// A lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { fromCharCode } = String;

/** Every UTF-16 unit is its own code, so that new letters never shift the codes of others. */
const allUnits = Uint16Array.from({ length: 1 << 16 }, (_, unit) => unit);

/**
 * Distinct words numbered from 0, encoded for {@link WordMeasures} as they come. Words that are only asked about are
 * guests: they have a number until {@link dismissGuests}.
 */
export class PlainWords implements EncodedWords {
  /** Units up to the greatest that was seen; what measures keep per letter need not be larger. */
  units = allUnits.subarray(0, 256);
  readonly #table = new HashTable();
  readonly #letters = letters();
  readonly #starts = integers();
  readonly #masks = integers();
  /** Words that stay. */
  #size = 0;

  constructor() {
    this.#starts.push(0);
    // Two words that are always there: see dismissGuests of whoever measures.
    this.add('');
    this.add('a');
  }

  get letters(): Uint16Array {
    return this.#letters.values;
  }

  get starts(): Int32Array {
    return this.#starts.values;
  }

  get masks(): Int32Array {
    return this.#masks.values;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of a word; a new one for a word that is new. No guest may be there. */
  add(word: string): number {
    const known = this.find(word);
    if (known >= 0) return known;
    this.#table.insert(hashText(word), this.#size);
    this.#append(word);
    return this.#size++;
  }

  /** The number of a word, or -1 when there is none such. */
  find(word: string): number {
    const known = this.#table.get(hashText(word), (id) => this.#equals(id, word));
    return known === absent ? -1 : known;
  }

  /** The number of a word, or one for the time being. */
  host(word: string): number {
    const known = this.find(word);
    return known >= 0 ? known : this.#append(word);
  }

  dismissGuests(): void {
    this.#masks.size = this.#size;
    this.#starts.size = this.#size + 1;
    this.#letters.size = this.#starts.values[this.#size]!;
  }

  length(id: number): number {
    return this.starts[id + 1]! - this.starts[id]!;
  }

  text(id: number): string {
    let text = '';
    for (let at = this.starts[id]!; at < this.starts[id + 1]!; at++) text += fromCharCode(this.letters[at]!);
    return text;
  }

  #append(word: string): number {
    let mask = 0;
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at);
      this.#letters.push(unit);
      if (unit >= this.units.length) this.units = allUnits.subarray(0, 1 << (32 - Math.clz32(unit)));
      mask |= 1 << (unit & 31);
    }
    this.#starts.push(this.#letters.size);
    return this.#masks.push(mask);
  }

  #equals(id: number, word: string): boolean {
    const start = this.starts[id]!;
    if (this.starts[id + 1]! - start !== word.length) return false;
    for (let at = 0; at < word.length; at++)
      if (this.letters[start + at] !== word.charCodeAt(at)) return false;
    return true;
  }
}
