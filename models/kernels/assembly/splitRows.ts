/**
 * Puts those of `count` rows that go left to the front and copies the others to `moved`, both in their order; returns how
 * many went left. A row goes left when its bin (at `bins`, 2^`spacing` bytes from row to row) - `shift` is below `limit`
 * (unsigned): shift 1 sends the missing (bin 0) right, shift 0 left. Both sides are written for every row and one pointer
 * advances, so there is no branch to mispredict.
 */
// @ts-ignore: decorator
@inline
export function splitThreshold(
  rows: usize,
  moved: usize,
  count: u32,
  bins: usize,
  spacing: usize,
  shift: u32,
  limit: u32,
): u32 {
  const last = rows + (<usize>count << 2);
  let left = rows;
  let right = moved;
  for (let at = rows; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>(<u32>load<u8>(bins + (<usize>row << spacing)) - shift < limit);
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (goesLeft ^ 1) << 2;
  }
  return <u32>((left - rows) >> 2);
}

/** As `splitThreshold`, where `leftBins` (u8 per bin) says which go left. */
// @ts-ignore: decorator
@inline
export function splitSubset(
  rows: usize,
  moved: usize,
  count: u32,
  bins: usize,
  spacing: usize,
  leftBins: usize,
): u32 {
  const last = rows + (<usize>count << 2);
  let left = rows;
  let right = moved;
  for (let at = rows; at < last; at += 4) {
    const row = load<u32>(at);
    const goesLeft = <usize>load<u8>(leftBins + load<u8>(bins + (<usize>row << spacing)));
    store<u32>(left, row);
    store<u32>(right, row);
    left += goesLeft << 2;
    right += (goesLeft ^ 1) << 2;
  }
  return <u32>((left - rows) >> 2);
}
