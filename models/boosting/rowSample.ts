import type { Random } from '../../base/random.ts';

/**
 * About `share` of the given rows, each drawn by itself (as XGBoost subsamples), in their order; never none.
 * One number is taken from `random`, however many rows there are.
 */
export function rowSample(rows: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) return rows;
  const chosen = new Int32Array(rows.length);
  const bound = Math.round(share * 2 ** 32);
  let state = random.integer(2 ** 31);
  let count = 0;
  for (const row of rows) {
    // mulberry32: the draws of a shared stream would cost more than the tree they are for.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    if ((mixed ^ (mixed >>> 14)) >>> 0 < bound) chosen[count++] = row;
  }
  return count === 0 ? rows.slice(0, 1) : chosen.subarray(0, count);
}
