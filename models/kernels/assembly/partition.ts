import { shareStart } from './share';
import { splitSubset, splitThreshold } from './splitRows';

/** A row's bin is a byte of its word. */
const wordSpacing: usize = 2;

/**
 * Divides this thread's share of rows[start..end), by `leftBins` when that is not 0, and writes how many rows went left to
 * `lefts[thread]` (u32). `joinParts` brings the shares together.
 */
export function partitionPart(
  thread: u32,
  threads: u32,
  rows: usize,
  moved: usize,
  start: u32,
  end: u32,
  bins: usize,
  shift: u32,
  limit: u32,
  leftBins: usize,
  lefts: usize,
): void {
  const from = start + shareStart(end - start, thread, threads, 16);
  const count = start + shareStart(end - start, thread + 1, threads, 16) - from;
  const at = <usize>from << 2;
  const left =
    leftBins == 0
      ? splitThreshold(rows + at, moved + at, count, bins, wordSpacing, shift, limit)
      : splitSubset(rows + at, moved + at, count, bins, wordSpacing, leftBins);
  store<u32>(lefts + (<usize>thread << 2), left);
}

/** Moves the left rows of all shares to the front and the right ones behind them; returns how many are left. */
export function joinParts(threads: u32, rows: usize, moved: usize, start: u32, end: u32, lefts: usize): u32 {
  const count = end - start;
  let to = rows + (<usize>start << 2);
  for (let thread: u32 = 0; thread < threads; thread++) {
    const from = start + shareStart(count, thread, threads, 16);
    const bytes = <usize>load<u32>(lefts + (<usize>thread << 2)) << 2;
    memory.copy(to, rows + (<usize>from << 2), bytes);
    to += bytes;
  }
  const left = <u32>((to - rows) >> 2) - start;
  for (let thread: u32 = 0; thread < threads; thread++) {
    const from = start + shareStart(count, thread, threads, 16);
    const length = start + shareStart(count, thread + 1, threads, 16) - from;
    const bytes = <usize>(length - load<u32>(lefts + (<usize>thread << 2))) << 2;
    memory.copy(to, moved + (<usize>from << 2), bytes);
    to += bytes;
  }
  return left;
}
