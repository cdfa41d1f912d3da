/**
 * Numbers beyond this are not aggregated: sums of as many of them as fit in memory, and their products with times,
 * stay finite.
 */
export const largestNumber = 2 ** 900;

/** Exponents from -1074 to 1023 leave room for 40 partials that do not overlap. */
const capacity = 44;

/**
 * A sum without rounding error: what was added is kept as partials that do not overlap, and only `value` rounds, once
 * (Shewchuk 1997, "Adaptive precision floating-point arithmetic"). The value therefore depends on which numbers are in
 * the sum and on nothing else: not on their order, and not on numbers that were taken out again with `add(-x)`.
 */
export class ExactSum {
  readonly #partials = new Float64Array(capacity);
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  /** @param number finite, at most `largestNumber` in magnitude */
  add(number: number): void {
    const partials = this.#partials;
    let rest = number;
    let kept = 0;
    for (let index = 0; index < this.#count; index++) {
      const partial = partials[index]!;
      const sum = rest + partial;
      const low = Math.abs(rest) < Math.abs(partial) ? rest - (sum - partial) : partial - (sum - rest);
      if (low !== 0) partials[kept++] = low;
      rest = sum;
    }
    if (rest !== 0) partials[kept++] = rest;
    this.#count = kept;
  }

  /** Adds the exact product of two numbers (Dekker 1971). */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.add(product);
    this.add(productError(a, b, product));
  }

  /** The exact sum, rounded once to the nearest number (ties to even). */
  value(): number {
    const partials = this.#partials;
    let index = this.#count;
    if (index === 0) return 0;
    let high = partials[--index]!;
    let low = 0;
    while (index > 0) {
      const before = high;
      const next = partials[--index]!;
      high = before + next;
      low = next - (high - before);
      if (low !== 0) break;
    }
    // Half-way cases: what is left below decides the direction.
    if (index > 0 && low !== 0 && low < 0 === partials[index - 1]! < 0) {
      const twice = low * 2;
      const other = high + twice;
      if (twice === other - high) high = other;
    }
    return high;
  }

  /** The sum as a rounded value and the rounded rest. */
  pair(): readonly [high: number, low: number] {
    const high = this.value();
    this.add(-high);
    const low = this.value();
    this.add(high);
    return [high, low];
  }
}

const splitter = 2 ** 27 + 1;

/** What rounding took from `product`, the rounded product of a and b; exact. */
export function productError(a: number, b: number, product: number): number {
  const aBig = a * splitter;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = b * splitter;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
