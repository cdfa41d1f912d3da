import type { Fact, Scalar } from '../../prisma/repositories/historyRecord.ts';
import { aggregatesOfPurchases } from '../aggregate.ts';
import { DailySums } from './dailySums.ts';
import { ExactSum, largestNumber } from './exactSum.ts';
import { Extremes } from './extremes.ts';
import { Grams } from './grams.ts';
import type { SelectionPlan } from './plan.ts';
import { Slope } from './slope.ts';

/**
 * The events that some features look at, and their aggregates, at a moment that moves forward. Every event comes in at
 * one moment and goes at another; moving on costs as much as there are of these in between. Positions are in time order.
 */
export class Selection {
  readonly plan: SelectionPlan;
  /** Events taken in, whether visible now or not. */
  size = 0;
  /** Events visible now. */
  count = 0;
  /** Positions of the oldest and newest of them. */
  head = 0;
  tail = -1;
  occurredAt = new Float64Array(16);
  readonly scalars: Scalar[] = [];
  readonly sum: ExactSum | null;
  readonly min: Extremes | null;
  readonly max: Extremes | null;
  readonly slope: Slope | null;
  readonly daily: DailySums | null;
  readonly distinct: Map<Scalar, number> | null;
  readonly grams: readonly Grams[];
  active = new Uint8Array(16);
  #values = new Float64Array(16);
  #comes = new Float64Array(16);
  #goes = new Float64Array(16);
  /** Positions in order of coming and going; null: as they stand. */
  #coming: Int32Array | null = null;
  #going: Int32Array | null = null;
  #come = 0;
  #gone = 0;
  #lastCome = Number.NEGATIVE_INFINITY;
  #lastGo = Number.NEGATIVE_INFINITY;
  #comeInOrder = true;
  #goInOrder = true;
  #moved = false;
  /** Positions there is room for in the extremes. */
  #room = 0;
  readonly #plain: boolean;

  constructor(plan: SelectionPlan) {
    this.plan = plan;
    const { aggregates, grams } = plan;
    this.sum = aggregates.has('sum') || aggregates.has('mean') ? new ExactSum() : null;
    this.min = aggregates.has('min') ? new Extremes('min') : null;
    this.max = aggregates.has('max') ? new Extremes('max') : null;
    this.slope = aggregates.has('trend') ? new Slope() : null;
    this.daily = [...aggregatesOfPurchases].some((each) => aggregates.has(each)) ? new DailySums() : null;
    this.distinct = aggregates.has('distinct') ? new Map() : null;
    this.grams = grams.map((gram) => new Grams(gram));
    this.#plain =
      plan.values === 'none' || (plan.values === 'scalars' && !this.distinct && grams.length === 0);
  }

  /** Forgets every event. */
  clear(): void {
    this.size = 0;
    this.scalars.length = 0;
    this.#lastCome = Number.NEGATIVE_INFINITY;
    this.#lastGo = Number.NEGATIVE_INFINITY;
    this.#comeInOrder = true;
    this.#goInOrder = true;
    this.daily?.reset();
    this.#room = 0;
    this.rewind();
  }

  /** Back to before every moment. */
  rewind(): void {
    this.count = 0;
    this.head = 0;
    this.tail = -1;
    this.#come = 0;
    this.#gone = 0;
    this.#moved = false;
    this.#coming = null;
    this.#going = null;
    this.active.fill(0, 0, this.size);
    this.sum?.clear();
    this.slope?.clear();
    this.daily?.rewind();
    this.distinct?.clear();
    for (const gram of this.grams) gram.clear();
  }

  /**
   * Takes in the next event in time order, visible `from <= t < until`. False: it should have come or gone before what
   * has been passed already, and everything must be taken in anew.
   */
  append(fact: Fact, occurredAt: number, from: number, until: number): boolean {
    const { plan } = this;
    let value: Scalar = null;
    if (plan.of !== null) {
      value = plan.of(fact);
      if (value === null || value === undefined) return true;
      if (plan.values === 'numbers' && typeof value !== 'number') return true;
      if (typeof value === 'number' && !(Math.abs(value) <= largestNumber)) return true;
    }
    let comes = Math.max(from, occurredAt + plan.before);
    let goes = Math.min(until, occurredAt + plan.before + plan.length);
    if (plan.upcoming !== null) {
      const { status, scheduledAt } = fact as Fact & { status: string; scheduledAt: number };
      if (status !== 'booked') {
        if (plan.upcoming) return true;
      } else if (plan.upcoming) goes = Math.min(goes, scheduledAt);
      else comes = Math.max(comes, scheduledAt);
    }
    if (!(comes < goes)) return true;
    const position = this.size;
    // What has begun to move takes only what comes, and goes, after everything else.
    if (this.#moved && (comes < this.#lastCome || goes < this.#lastGo)) return false;
    if (comes < this.#lastCome) this.#comeInOrder = false;
    else this.#lastCome = comes;
    if (goes < this.#lastGo) this.#goInOrder = false;
    else this.#lastGo = goes;
    if (this.#moved) {
      if (this.#coming !== null) this.#coming = extended(this.#coming, position);
      if (this.#going !== null) this.#going = extended(this.#going, position);
    }
    if (position === this.occurredAt.length) this.#grow();
    this.occurredAt[position] = occurredAt;
    this.#comes[position] = comes;
    this.#goes[position] = goes;
    this.active[position] = 0;
    if (plan.values === 'numbers') this.#values[position] = value as number;
    else if (plan.values === 'scalars') this.scalars.push(value);
    this.daily?.append(position, occurredAt);
    this.size = position + 1;
    return true;
  }

  /** Moves to a moment that is not before the last one. */
  moveTo(asOf: number): void {
    if (!this.#moved) this.#begin();
    else if (this.size > this.#room) this.#makeRoom();
    const { size } = this;
    const coming = this.#coming;
    while (this.#come < size) {
      const position = coming === null ? this.#come : coming[this.#come]!;
      if (this.#comes[position]! > asOf) break;
      this.#come++;
      this.#enter(position);
    }
    const going = this.#going;
    while (this.#gone < size) {
      const position = going === null ? this.#gone : going[this.#gone]!;
      if (this.#goes[position]! > asOf) break;
      this.#gone++;
      this.#leave(position);
    }
  }

  #enter(position: number): void {
    if (this.count === 0) {
      this.head = position;
      this.tail = position;
    } else {
      if (position < this.head) this.head = position;
      if (position > this.tail) this.tail = position;
    }
    this.count++;
    if (!this.#plain) {
      for (const gram of this.grams) gram.change(position, 1, this.active, this.scalars, this.size);
      this.active[position] = 1;
      this.#change(position, 1);
    } else this.active[position] = 1;
  }

  #leave(position: number): void {
    this.count--;
    if (!this.#plain)
      for (const gram of this.grams) gram.change(position, -1, this.active, this.scalars, this.size);
    const { active } = this;
    active[position] = 0;
    if (this.count > 0) {
      while (active[this.head] === 0) this.head++;
      while (active[this.tail] === 0) this.tail--;
    }
    if (!this.#plain) this.#change(position, -1);
  }

  #change(position: number, sign: 1 | -1): void {
    const value = this.#values[position]!;
    this.sum?.add(sign * value);
    if (this.min !== null) sign > 0 ? this.min.set(position, value) : this.min.remove(position);
    if (this.max !== null) sign > 0 ? this.max.set(position, value) : this.max.remove(position);
    this.slope?.add(this.occurredAt[position]!, value, sign);
    this.daily?.changed(position, this.active, this.#values, this.size);
    if (this.distinct !== null) {
      const scalar = this.scalars[position]!;
      const left = (this.distinct.get(scalar) ?? 0) + sign;
      if (left === 0) this.distinct.delete(scalar);
      else this.distinct.set(scalar, left);
    }
  }

  #begin(): void {
    this.#moved = true;
    if (!this.#comeInOrder) this.#coming = sorted(this.#comes, this.size);
    if (!this.#goInOrder) this.#going = sorted(this.#goes, this.size);
    this.#makeRoom();
  }

  /** Extremes for all positions taken in, and as many again. */
  #makeRoom(): void {
    this.#room = 2 * this.size;
    for (const extremes of [this.min, this.max]) {
      if (extremes === null) continue;
      extremes.reset(this.#room);
      for (let at = 0; at < this.size; at++) if (this.active[at]) extremes.set(at, this.#values[at]!);
    }
  }

  #grow(): void {
    const longer = 2 * this.occurredAt.length;
    const copied = (array: Float64Array) => {
      const copy = new Float64Array(longer);
      copy.set(array);
      return copy;
    };
    this.occurredAt = copied(this.occurredAt);
    this.#comes = copied(this.#comes);
    this.#goes = copied(this.#goes);
    this.#values = copied(this.#values);
    const active = new Uint8Array(longer);
    active.set(this.active);
    this.active = active;
  }
}

function sorted(times: Float64Array, size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, position) => position).sort(
    (a, b) => times[a]! - times[b]! || a - b,
  );
}

/** With `position` in the last place. */
function extended(order: Int32Array, position: number): Int32Array {
  let longer = order;
  if (position >= order.length) {
    longer = new Int32Array(2 * position);
    longer.set(order);
  }
  longer[position] = position;
  return longer;
}
