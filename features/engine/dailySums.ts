import { millisecondsPerDay } from '../history.ts';
import { ExactSum } from './exactSum.ts';

/**
 * Sums per UTC day of a changing set of values, and what purchase models read of the days whose sum is positive.
 * Positions are in time order; a change costs as much as its day has values.
 */
export class DailySums {
  #dayOf = new Int32Array(16);
  #numbers: number[] = [];
  #sums: number[] = [];
  readonly #oneDay = new ExactSum();
  readonly #total = new ExactSum();
  #positive = 0;
  #first = 0;
  #last = -1;

  reset(): void {
    this.#numbers = [];
    this.#sums = [];
    this.rewind();
  }

  /** As if nothing had been put in yet. */
  rewind(): void {
    this.#sums.fill(0);
    this.#total.clear();
    this.#positive = 0;
    this.#first = 0;
    this.#last = -1;
  }

  /** The next position, at a moment not before that of the last. */
  append(position: number, occurredAt: number): void {
    const number = Math.floor(occurredAt / millisecondsPerDay);
    if (this.#numbers.at(-1) !== number) {
      this.#numbers.push(number);
      this.#sums.push(0);
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
    this.#oneDay.clear();
    for (let at = position; at >= 0 && this.#dayOf[at] === day; at--)
      if (active[at]) this.#oneDay.add(values[at]!);
    for (let at = position + 1; at < size && this.#dayOf[at] === day; at++)
      if (active[at]) this.#oneDay.add(values[at]!);
    const before = this.#sums[day]!;
    const now = this.#oneDay.value();
    this.#sums[day] = now;
    if (before > 0) {
      this.#total.add(-before);
      this.#positive--;
    }
    if (now > 0) {
      this.#total.add(now);
      if (this.#positive === 0) {
        this.#first = day;
        this.#last = day;
      } else {
        if (day < this.#first) this.#first = day;
        if (day > this.#last) this.#last = day;
      }
      this.#positive++;
    } else if (this.#positive > 0) {
      while (!(this.#sums[this.#first]! > 0)) this.#first++;
      while (!(this.#sums[this.#last]! > 0)) this.#last--;
    }
  }

  /** Days with a positive sum. */
  days(): number {
    return this.#positive;
  }

  /** Days from the first to the last of them; there must be one. */
  span(): number {
    return this.#numbers[this.#last]! - this.#numbers[this.#first]!;
  }

  /** Mean sum of all of them but the first; there must be two. */
  repeatMean(): number {
    const first = this.#sums[this.#first]!;
    this.#total.add(-first);
    const mean = this.#total.value() / (this.#positive - 1);
    this.#total.add(first);
    return mean;
  }
}
