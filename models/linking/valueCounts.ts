import { integers } from './index/growableArrays.ts';

/**
 * How many customers carry each value of one field (by its number in the value tables), and from it how common a value
 * is among people at large.
 */
export class ValueCounts {
  readonly #counts = integers();
  /** Values carried by exactly one and exactly two customers. */
  #once = 0;
  #twice = 0;

  add(value: number): void {
    const count = this.#counts.add(value, 1);
    if (count === 1) this.#once++;
    if (count === 2) {
      this.#once--;
      this.#twice++;
    }
    if (count === 3) this.#twice--;
  }

  /** Takes back one that was added. */
  remove(value: number): void {
    const count = this.#counts.add(value, -1);
    if (count === 0) this.#once--;
    if (count === 1) {
      this.#once++;
      this.#twice--;
    }
    if (count === 2) this.#twice++;
  }

  count(value: number): number {
    return value < 0 || value >= this.#counts.size ? 0 : this.#counts.values[value]!;
  }

  /**
   * Estimated share of people that carry a value some customer carries, in (0, 1].
   *
   * The bare share count / customers would say that a stranger surely has some customer's phone number. The
   * customers are a sample, so each count is discounted by d = n1 / (n1 + 2 n2), with n1 and n2 the number of values
   * seen once and twice: near 1 where values are personal (phones), near 0 where they are common (cities).
   * Source: absolute discounting, H. Ney, U. Essen, R. Kneser (1994), Computer Speech and Language 8, 1-38.
   */
  frequency(value: number, customers: number): number {
    const discount = this.#once / (this.#once + 2 * this.#twice + 1);
    const count = Math.max(1, this.count(value));
    return Math.min(1, (count - discount) / Math.max(1, customers));
  }
}
