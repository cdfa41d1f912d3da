import { shareStart } from './share';

/** rows[i] = i. */
export function countUp(thread: u32, threads: u32, rows: usize, count: u32): void {
  const end = shareStart(count, thread + 1, threads, 64);
  for (let row = shareStart(count, thread, threads, 64); row < end; row++) store<u32>(rows + (<usize>row << 2), row);
}

/**
 * Adds to the scores of the rows in each of `leafCount` ranges of `rows` the range's value. A leaf is 16 bytes: start
 * and end (u32), value (f64).
 */
export function addLeaves(
  thread: u32,
  threads: u32,
  rows: usize,
  count: u32,
  leaves: usize,
  leafCount: u32,
  scores: usize,
): void {
  const from = shareStart(count, thread, threads, 64);
  const to = shareStart(count, thread + 1, threads, 64);
  for (let leaf: u32 = 0; leaf < leafCount; leaf++) {
    const at = leaves + (<usize>leaf << 4);
    const start = max<u32>(load<u32>(at), from);
    const end = min<u32>(load<u32>(at, 4), to);
    const value = load<f64>(at, 8);
    for (let index = start; index < end; index++) {
      const score = scores + (<usize>load<u32>(rows + (<usize>index << 2)) << 3);
      store<f64>(score, load<f64>(score) + value);
    }
  }
}

/** Sum of weights (f64) over a range of rows, in their order. */
export function sumWeights(rows: usize, start: u32, end: u32, weights: usize): f64 {
  let sum: f64 = 0;
  for (let index = start; index < end; index++)
    sum += load<f64>(weights + (<usize>load<u32>(rows + (<usize>index << 2)) << 3));
  return sum;
}
