/** Share by which a full array grows: little memory lies idle, and copying stays a constant per element. */
const growth = 1.25;

type Numbers = Int32Array | Float64Array | Uint8Array | Uint16Array;

/** A typed array that grows at its end. Read and write `values` directly up to `size`; it is replaced when it grows. */
export class Growable<Values extends Numbers> {
  values: Values;
  size = 0;
  readonly #make: (length: number) => Values;

  constructor(make: (length: number) => Values) {
    this.#make = make;
    this.values = make(16);
  }

  /** Appends a number and returns its position. */
  push(value: number): number {
    if (this.size === this.values.length) this.reserve(this.size + 1);
    this.values[this.size] = value;
    return this.size++;
  }

  /** Makes room for `length` numbers; those beyond `size` are 0 as long as nothing was written there. */
  reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = this.#make(Math.max(length, Math.ceil(this.values.length * growth)));
    grown.set(this.values);
    this.values = grown;
  }

  /** Adds to the number at a position, which may lie beyond the end; returns the new number. */
  add(position: number, change: number): number {
    this.reserve(position + 1);
    if (position >= this.size) this.size = position + 1;
    this.values[position]! += change;
    return this.values[position]!;
  }
}

export type Integers = Growable<Int32Array>;

export const integers = (): Integers => new Growable((length) => new Int32Array(length));
export const numbers = (): Growable<Float64Array> => new Growable((length) => new Float64Array(length));
export const bytes = (): Growable<Uint8Array> => new Growable((length) => new Uint8Array(length));
export const letters = (): Growable<Uint16Array> => new Growable((length) => new Uint16Array(length));
