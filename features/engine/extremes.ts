/**
 * Smallest or largest of a changing set of positioned values: a segment tree, so that any value may leave at any time.
 * Changing one costs O(log n), reading O(1).
 */
export class Extremes {
  /** 1: smallest, -1: largest (values are kept with this sign). */
  readonly #sign: 1 | -1;
  #tree = new Float64Array(0);
  #leaves = 0;

  constructor(kind: 'min' | 'max') {
    this.#sign = kind === 'min' ? 1 : -1;
  }

  /** Empties it and makes room for positions below `size`. */
  reset(size: number): void {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    if (this.#tree.length < 2 * leaves) this.#tree = new Float64Array(2 * leaves);
    this.#leaves = leaves;
    this.#tree.fill(Number.POSITIVE_INFINITY, 0, 2 * leaves);
  }

  set(position: number, value: number): void {
    this.#put(position, this.#sign * value);
  }

  remove(position: number): void {
    this.#put(position, Number.POSITIVE_INFINITY);
  }

  /** Of a set that is not empty. */
  value(): number {
    return this.#sign * this.#tree[1]!;
  }

  #put(position: number, value: number): void {
    const tree = this.#tree;
    let node = this.#leaves + position;
    tree[node] = value;
    for (node >>= 1; node >= 1; node >>= 1) {
      const left = tree[2 * node]!;
      const right = tree[2 * node + 1]!;
      const best = left < right ? left : right;
      if (tree[node] === best) return;
      tree[node] = best;
    }
  }
}
