/** Levels that were found for numbered values against one claimed value: each is compared once per call. */
export class LevelMemo {
  /** Per value: level + 2 in the low bits, the claim it was found for above them. */
  #found = new Int32Array(64);
  #claim = 0;

  /** Forgets what was found for the claim before. */
  clear(values: number): void {
    if (this.#found.length < values) this.#found = new Int32Array(Math.ceil(values * 1.25));
    // After 2^27 claims the numbers begin again.
    this.#claim = (this.#claim + 1) & 0x7ffffff;
    if (this.#claim === 0) {
      this.#found.fill(0);
      this.#claim = 1;
    }
  }

  /** The level of a value, found by `compare` the first time. */
  level(value: number, compare: (value: number) => number): number {
    const known = this.#found[value]!;
    if (known >>> 4 === this.#claim) return (known & 15) - 2;
    const level = compare(value);
    this.#found[value] = (this.#claim << 4) | (level + 2);
    return level;
  }
}
