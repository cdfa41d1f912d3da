/** The items with the greatest weights of all that are offered; ties: the smaller item. */
export class TopRanked {
  /** Best first. */
  readonly items: number[] = [];
  readonly #weights: number[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.items.length >= this.#limit;
  }

  /** The smallest weight among the items; -Infinity without any. */
  get least(): number {
    return this.#weights.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  offer(item: number, weight: number): void {
    const { items } = this;
    const weights = this.#weights;
    let at = items.length;
    while (at > 0 && (weight > weights[at - 1]! || (weight === weights[at - 1]! && item < items[at - 1]!)))
      at--;
    if (at >= this.#limit) return;
    items.splice(at, 0, item);
    weights.splice(at, 0, weight);
    if (items.length > this.#limit) {
      items.pop();
      weights.pop();
    }
  }
}
