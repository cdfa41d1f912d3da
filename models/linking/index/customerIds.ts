import { integers } from './growableArrays.ts';
import { hashText } from './hash48.ts';
import { absent, HashTable } from './hashTable.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids of customers numbered from 0 in the order in which they came: 16 bytes for a UUID, the text for any other. */
export class CustomerIds {
  readonly #table = new HashTable();
  readonly #words = integers();
  readonly #others = new Map<number, string>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of an id, or -1 for an unknown one. */
  find(id: string): number {
    const known = this.#table.get(hashText(id), (index) => this.text(index) === id);
    return known === absent ? -1 : known;
  }

  /** Numbers an id that is not known yet. */
  add(id: string): number {
    const index = this.#size++;
    const isUuid = uuid.test(id);
    const digits = isUuid ? id.replaceAll('-', '') : '';
    for (let at = 0; at < 32; at += 8)
      this.#words.push(isUuid ? Number.parseInt(digits.slice(at, at + 8), 16) | 0 : 0);
    if (!isUuid) this.#others.set(index, id);
    this.#table.insert(hashText(id), index);
    return index;
  }

  text(index: number): string {
    const other = this.#others.get(index);
    if (other !== undefined) return other;
    const words = this.#words.values;
    let digits = '';
    for (let at = 4 * index; at < 4 * index + 4; at++)
      digits += (words[at]! >>> 0).toString(16).padStart(8, '0');
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  }
}
