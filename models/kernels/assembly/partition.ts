import { shareStart } from './share';

/**
 * Puts the rows of rows[start..end) that go left to the front and copies the others to moved[start..], both in their order;
 * returns how many went left. A row goes left when its bin (at `bins`, 4 bytes from row to row) - `shift` is below `limit`
 * (unsigned): shift 1 sends the missing (bin 0) right, shift 0 left. Both sides are written for every row and one pointer
 * advances, so there is no branch to mispredict.
 */
function splitThreshold(rows: usize, moved: usize, start: u32, end: u32, bins: usize, shift: u32, limit: u32): u32 {
  let left = rows + (<usize>start << 2);
  const begin = left;
  let right = moved + (<usize>start << 2);
  const last = rows + (<usize>end << 2);
  for (let at = begin; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>(<u32>load<u8>(bins + (<usize>row << 2)) - shift < limit);
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (goesLeft ^ 1) << 2;
  }
  return <u32>((left - begin) >> 2);
}

/** As `splitThreshold`, where `leftBins` (u8 per bin) says which go left. */
function splitSubset(rows: usize, moved: usize, start: u32, end: u32, bins: usize, leftBins: usize): u32 {
  let left = rows + (<usize>start << 2);
  const begin = left;
  let right = moved + (<usize>start << 2);
  const last = rows + (<usize>end << 2);
  for (let at = begin; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>load<u8>(leftBins + load<u8>(bins + (<usize>row << 2)));
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (goesLeft ^ 1) << 2;
  }
  return <u32>((left - begin) >> 2);
}

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
  const to = start + shareStart(end - start, thread + 1, threads, 16);
  const left =
    leftBins == 0
      ? splitThreshold(rows, moved, from, to, bins, shift, limit)
      : splitSubset(rows, moved, from, to, bins, leftBins);
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
