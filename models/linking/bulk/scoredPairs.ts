/** Pairs of rows with their log-odds of being a match, as plain data of equal lengths. */
export interface ScoredPairsData {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly logOdds: Float32Array;
}

/** Bytes that a pair takes. */
export const pairBytes = 12;

/** What orders pairs: the most probable first, or by rows. Ties of the former are in the order of the rows. */
export type PairOrder = 'score' | 'rows';

/** Pairs in arrays that grow. */
export class ScoredPairs {
  lefts: Int32Array;
  rights: Int32Array;
  logOdds: Float32Array;
  size = 0;

  constructor(capacity = 1024) {
    this.lefts = new Int32Array(capacity);
    this.rights = new Int32Array(capacity);
    this.logOdds = new Float32Array(capacity);
  }

  add(left: number, right: number, logOdds: number): void {
    if (this.size === this.lefts.length) this.#grow();
    this.lefts[this.size] = left;
    this.rights[this.size] = right;
    this.logOdds[this.size++] = logOdds;
  }

  data(): ScoredPairsData {
    return {
      lefts: this.lefts.slice(0, this.size),
      rights: this.rights.slice(0, this.size),
      logOdds: this.logOdds.slice(0, this.size),
    };
  }

  /** Numbers of the pairs in order; radix sorting, so that millions take less than a second. */
  order(by: PairOrder): Uint32Array {
    const { lefts, rights, logOdds, size } = this;
    let order: Uint32Array = new Uint32Array(size);
    for (let pair = 0; pair < size; pair++) order[pair] = pair;
    order = sortedBy(order, rights);
    order = sortedBy(order, lefts);
    if (by === 'rows') return order;
    const bits = new Uint32Array(logOdds.buffer, logOdds.byteOffset, size);
    const keys = new Uint32Array(size);
    // The bits of a number, turned so that larger numbers have smaller ones (and -0 is 0).
    for (let pair = 0; pair < size; pair++) {
      const word = bits[pair]!;
      keys[pair] = word >>> 31 === 1 && word !== 0x80000000 ? word : 0x7fffffff - (word & 0x7fffffff);
    }
    return sortedBy(order, keys);
  }

  #grow(): void {
    const capacity = Math.max(1024, this.lefts.length * 2);
    const copy = <T extends Int32Array | Float32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.lefts = copy(this.lefts, new Int32Array(capacity));
    this.rights = copy(this.rights, new Int32Array(capacity));
    this.logOdds = copy(this.logOdds, new Float32Array(capacity));
  }
}

const digitBits = 11;

/** Stable least-significant-digit radix sort of `order` by keys that are not negative. */
function sortedBy(order: Uint32Array, keys: Int32Array | Uint32Array): Uint32Array {
  let highest = 0;
  for (const at of order) highest = Math.max(highest, keys[at]!);
  let from = order.slice();
  let to = new Uint32Array(order.length);
  for (let shift = 0; shift < 32 && highest / 2 ** shift >= 1; shift += digitBits) {
    const starts = new Uint32Array((1 << digitBits) + 1);
    const digit = (at: number) => (keys[at]! >>> shift) & ((1 << digitBits) - 1);
    for (const at of from) starts[digit(at) + 1]!++;
    for (let value = 0; value < 1 << digitBits; value++) starts[value + 1]! += starts[value]!;
    for (const at of from) to[starts[digit(at)]!++] = at;
    [from, to] = [to, from];
  }
  return from;
}
