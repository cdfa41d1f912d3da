/** Which customers (by index) share a blocking key. */
export class BlockIndex {
  /** A key that only one customer has keeps the bare index: most keys are like that, and an array costs memory. */
  readonly #blocks = new Map<string, number | number[]>();

  add(key: string, customer: number): void {
    const block = this.#blocks.get(key);
    if (block === undefined) this.#blocks.set(key, customer);
    else if (typeof block === 'number') {
      if (block !== customer) this.#blocks.set(key, [block, customer]);
    } else if (!block.includes(customer)) block.push(customer);
  }

  remove(key: string, customer: number): void {
    const block = this.#blocks.get(key);
    if (block === customer) this.#blocks.delete(key);
    if (typeof block !== 'object') return;
    const at = block.indexOf(customer);
    if (at >= 0) block.splice(at, 1);
    if (block.length === 1) this.#blocks.set(key, block[0]!);
  }

  size(key: string): number {
    const block = this.#blocks.get(key);
    return block === undefined ? 0 : typeof block === 'number' ? 1 : block.length;
  }

  /** Customers of a key, in the order in which they came. */
  members(key: string): readonly number[] {
    const block = this.#blocks.get(key);
    return block === undefined ? [] : typeof block === 'number' ? [block] : block;
  }
}
