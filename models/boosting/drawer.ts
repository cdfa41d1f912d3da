/** Random numbers that TypeScript and the kernels draw alike: xorshift32 (Marsaglia 2003). */
export interface Drawer {
  /** Uniform integer in [0, bound), bound at most 2^20. */
  below(bound: number): number;
}

export function drawer(seed: number): Drawer {
  let state = startOf(seed);
  return {
    below(bound) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return Math.floor(((state >>> 0) * bound) / 2 ** 32);
    },
  };
}

/** Mixes a seed into a state that is not 0 (the finaliser of MurmurHash3). */
export function startOf(seed: number): number {
  let state = (seed ^ 0x9e3779b9) | 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  state ^= state >>> 16;
  return state === 0 ? 1 : state;
}
