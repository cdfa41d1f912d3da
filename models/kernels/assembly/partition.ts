/**
 * Puts the rows of rows[start..end) whose bin (at `bins`, 4 bytes from row to row) - `shift` is below `limit` (unsigned) to the front and the others
 * behind them, both in their order; returns how many went left. Both sides are written for every row and one
 * pointer advances, so there is no branch to mispredict. Shift 1 sends the missing (bin 0) right, shift 0 left.
 */
export function partitionThreshold(
  rows: usize,
  moved: usize,
  start: u32,
  end: u32,
  bins: usize,
  shift: u32,
  limit: u32,
): u32 {
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
  const from = moved + (<usize>start << 2);
  memory.copy(left, from, right - from);
  return <u32>((left - begin) >> 2);
}

/** As `partitionThreshold`, where `leftBins` (u8 per bin) says which go left. */
export function partitionSubset(
  rows: usize,
  moved: usize,
  start: u32,
  end: u32,
  bins: usize,
  leftBins: usize,
): u32 {
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
  const from = moved + (<usize>start << 2);
  memory.copy(left, from, right - from);
  return <u32>((left - begin) >> 2);
}
