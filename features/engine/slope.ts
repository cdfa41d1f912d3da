import { ExactSum, productError } from './exactSum.ts';

/** Times are counted from here, so that their squares stay within reach. */
const origin = Date.UTC(2000, 0, 1);

type Pair = readonly [high: number, low: number];

function times([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const product = a * b;
  const rest = productError(a, b, product) + a * bLow + aLow * b;
  const high = product + rest;
  return [high, rest - (high - product)];
}

/** a - b; a difference below 2^-90 of its terms is nothing but rounding, and is 0. */
function minus([a, aLow]: Pair, [b, bLow]: Pair): number {
  const high = a - b;
  const bVirtual = a - high;
  const rest = a - (high + bVirtual) + (bVirtual - b);
  const difference = high + (rest + (aLow - bLow));
  return Math.abs(difference) <= 2 ** -90 * Math.abs(a) ? 0 : difference;
}

/**
 * Least-squares slope of values over time, under adding and taking away. Its four sums are exact, so that it depends on
 * the points alone, and the differences of their products keep 100 bits, so that little cancels.
 */
export class Slope {
  readonly #times = new ExactSum();
  readonly #squares = new ExactSum();
  readonly #values = new ExactSum();
  readonly #products = new ExactSum();

  clear(): void {
    for (const sum of [this.#times, this.#squares, this.#values, this.#products]) sum.clear();
  }

  /** @param sign 1 adds the point, -1 takes it away; `time` in epoch milliseconds */
  add(time: number, value: number, sign: 1 | -1): void {
    const x = time - origin;
    this.#times.add(sign * x);
    this.#squares.addProduct(sign * x, x);
    this.#values.add(sign * value);
    this.#products.addProduct(sign * x, value);
  }

  /** Per millisecond; NaN for fewer than two different times. */
  value(count: number): number {
    const n: Pair = [count, 0];
    const x = this.#times.pair();
    const spread = minus(times(n, this.#squares.pair()), times(x, x));
    if (!(spread > 0)) return Number.NaN;
    return minus(times(n, this.#products.pair()), times(x, this.#values.pair())) / spread;
  }
}
