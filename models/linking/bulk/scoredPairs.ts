/** Pairs of rows with their log-odds of being a match, in arrays that grow. */
export class ScoredPairs {
  lefts = new Int32Array(1024);
  rights = new Int32Array(1024);
  logOdds = new Float32Array(1024);
  size = 0;

  add(left: number, right: number, logOdds: number): void {
    if (this.size === this.lefts.length) this.#grow();
    this.lefts[this.size] = left;
    this.rights[this.size] = right;
    this.logOdds[this.size++] = logOdds;
  }

  /** Number of the pairs, the most probable first; ties in the order of the rows. */
  order(): Uint32Array {
    const order = Uint32Array.from({ length: this.size }, (_, pair) => pair);
    const { lefts, rights, logOdds } = this;
    return order.sort(
      (a, b) => logOdds[b]! - logOdds[a]! || lefts[a]! - lefts[b]! || rights[a]! - rights[b]!,
    );
  }

  #grow(): void {
    const capacity = this.lefts.length * 2;
    const copy = <T extends Int32Array | Float32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.lefts = copy(this.lefts, new Int32Array(capacity));
    this.rights = copy(this.rights, new Int32Array(capacity));
    this.logOdds = copy(this.logOdds, new Float32Array(capacity));
  }
}
