import type { Scalar } from '../../prisma/repositories/historyRecord.ts';

/** How often the values `gram` follow each other directly in a changing sequence. */
export class Grams {
  readonly #gram: readonly string[];
  #count = 0;

  constructor(gram: readonly string[]) {
    this.#gram = gram;
  }

  clear(): void {
    this.#count = 0;
  }

  count(): number {
    return this.#count;
  }

  /** The value at `position` is about to come (1) or go (-1): it is not active when it comes and active when it goes. */
  change(position: number, sign: 1 | -1, active: Uint8Array, values: readonly Scalar[], size: number): void {
    const reach = this.#gram.length - 1;
    const before: Scalar[] = [];
    for (let at = position - 1; at >= 0 && before.length < reach; at--)
      if (active[at]) before.unshift(values[at]!);
    const after: Scalar[] = [];
    for (let at = position + 1; at < size && after.length < reach; at++)
      if (active[at]) after.push(values[at]!);
    const joined = this.#occurrences([...before, ...after]);
    const parted = this.#occurrences([...before, values[position]!, ...after]);
    this.#count += sign * (parted - joined);
  }

  #occurrences(values: readonly Scalar[]): number {
    let found = 0;
    for (let start = 0; start + this.#gram.length <= values.length; start++)
      if (this.#gram.every((value, offset) => String(values[start + offset]) === value)) found++;
    return found;
  }
}
