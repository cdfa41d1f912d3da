import { millisecondsPerDay } from '../history.ts';
import { keptPurchases } from '../keptPurchases.ts';
import { ExactSum } from './exactSum.ts';

/** What purchase models read of a customer's days with a purchase. */
interface Purchases {
  readonly days: number;
  /** Numbers of the first and last UTC day since 1970. */
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly repeatTotal: number;
}

/**
 * Sums per UTC day of a changing set of amounts, and what is left of the purchases on them after refunds
 * (features/keptPurchases.ts). Positions are in time order; a change costs as much as its day has values, reading after
 * a change as much as there are days.
 */
export class DailySums {
  #dayOf = new Int32Array(16);
  #numbers: number[] = [];
  #bought: number[] = [];
  #refunded: number[] = [];
  readonly #sum = new ExactSum();
  /** Null: something has changed since they were settled. */
  #purchases: Purchases | null = null;

  reset(): void {
    this.#numbers = [];
    this.#bought = [];
    this.#refunded = [];
    this.rewind();
  }

  /** As if nothing had been put in yet. */
  rewind(): void {
    this.#bought.fill(0);
    this.#refunded.fill(0);
    this.#purchases = null;
  }

  /** The next position, at a moment not before that of the last. */
  append(position: number, occurredAt: number): void {
    const number = Math.floor(occurredAt / millisecondsPerDay);
    if (this.#numbers.at(-1) !== number) {
      this.#numbers.push(number);
      this.#bought.push(0);
      this.#refunded.push(0);
    }
    if (position >= this.#dayOf.length) {
      const longer = new Int32Array(2 * position);
      longer.set(this.#dayOf);
      this.#dayOf = longer;
    }
    this.#dayOf[position] = this.#numbers.length - 1;
  }

  /** The value at `position` came or went. */
  changed(position: number, active: Uint8Array, values: Float64Array, size: number): void {
    const day = this.#dayOf[position]!;
    const sign = values[position]! < 0 ? -1 : 1;
    const sum = this.#sum;
    sum.clear();
    for (let at = position; at >= 0 && this.#dayOf[at] === day; at--)
      if (active[at] && sign * values[at]! > 0) sum.add(sign * values[at]!);
    for (let at = position + 1; at < size && this.#dayOf[at] === day; at++)
      if (active[at] && sign * values[at]! > 0) sum.add(sign * values[at]!);
    (sign < 0 ? this.#refunded : this.#bought)[day] = sum.value();
    this.#purchases = null;
  }

  /** Days with a purchase. */
  days(): number {
    return this.#settled().days;
  }

  /** Days from the first to the last of them; there must be one. */
  span(): number {
    const { first, last } = this.#settled();
    return last - first;
  }

  /** Days from the first of them to the UTC day of `asOf`, epoch milliseconds; there must be one. */
  age(asOf: number): number {
    return Math.floor(asOf / millisecondsPerDay) - this.#settled().first;
  }

  /** Sum of what is left of all of them. */
  total(): number {
    return this.#settled().total;
  }

  /** Mean of all of them but the first; there must be two. */
  repeatMean(): number {
    const { days, repeatTotal } = this.#settled();
    return repeatTotal / (days - 1);
  }

  #settled(): Purchases {
    if (this.#purchases !== null) return this.#purchases;
    const left = keptPurchases(this.#bought, this.#refunded);
    const sum = this.#sum;
    sum.clear();
    let [days, first, last] = [0, 0, 0];
    for (let day = 0; day < left.length; day++) {
      if (!(left[day]! > 0)) continue;
      if (days === 0) first = day;
      last = day;
      days++;
      sum.add(left[day]!);
    }
    const total = sum.value();
    if (days > 0) sum.add(-left[first]!);
    this.#purchases = {
      days,
      first: this.#numbers[first] ?? 0,
      last: this.#numbers[last] ?? 0,
      total,
      repeatTotal: sum.value(),
    };
    return this.#purchases;
  }
}
