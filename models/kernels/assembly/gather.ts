/** Copies the pairs of `count` rows one behind the other. */
export function gatherPairs(rows: usize, count: u32, pairs: usize, to: usize): void {
  const end = rows + (<usize>count << 2);
  for (; rows < end; rows += 4, to += 16) v128.store(to, v128.load(pairs + (<usize>load<u32>(rows) << 4)));
}

/**
 * Writes the bins of 16 features of four rows to four runs of words, `runBytes` apart: a four by four transposition of
 * words, because four wide stores take less than sixteen narrow ones.
 */
// @ts-ignore: decorator
@inline
function transpose(a: v128, b: v128, c: v128, d: v128, to: usize, runBytes: usize): void {
  const low = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const high = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const lowRight = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const highRight = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(low, lowRight, 0, 2));
  v128.store(to + runBytes, v128.shuffle<u64>(low, lowRight, 1, 3));
  v128.store(to + 2 * runBytes, v128.shuffle<u64>(high, highRight, 0, 2));
  v128.store(to + 3 * runBytes, v128.shuffle<u64>(high, highRight, 1, 3));
}

/** As `transpose` for one row. */
// @ts-ignore: decorator
@inline
function scatter(bins: v128, to: usize, runBytes: usize): void {
  v128.store32_lane(to, bins, 0);
  v128.store32_lane(to + runBytes, bins, 1);
  v128.store32_lane(to + 2 * runBytes, bins, 2);
  v128.store32_lane(to + 3 * runBytes, bins, 3);
}

/** Copies the bins of 16 features that stand side by side, of `count` rows, to four runs of words. */
export function gatherBins(
  rows: usize,
  count: u32,
  rowMajor: usize,
  stride: u32,
  to: usize,
  runBytes: usize,
): void {
  const end = rows + (<usize>count << 2);
  for (; rows + 16 <= end; rows += 16, to += 16)
    transpose(
      v128.load(rowMajor + <usize>load<u32>(rows) * stride),
      v128.load(rowMajor + <usize>load<u32>(rows, 4) * stride),
      v128.load(rowMajor + <usize>load<u32>(rows, 8) * stride),
      v128.load(rowMajor + <usize>load<u32>(rows, 12) * stride),
      to,
      runBytes,
    );
  for (; rows < end; rows += 4, to += 4)
    scatter(v128.load(rowMajor + <usize>load<u32>(rows) * stride), to, runBytes);
}

// @ts-ignore: decorator
@inline
function chosenBins(row: usize, plan: usize, planEnd: usize): v128 {
  let bins = i8x16.splat(0);
  for (let part = plan; part < planEnd; part += 32)
    bins = v128.or(bins, i8x16.swizzle(v128.load(row + load<u32>(part)), v128.load(part, 16)));
  return bins;
}

/**
 * As `gatherBins` for any 16 features. The plan says from where: how many sixteens of a row take part (u32), then for each
 * its place in the row (u32) and 16 bytes, which of its bins goes where.
 */
export function gatherChosenBins(
  rows: usize,
  count: u32,
  rowMajor: usize,
  stride: u32,
  plan: usize,
  to: usize,
  runBytes: usize,
): void {
  const end = rows + (<usize>count << 2);
  const parts = plan + 16;
  const partsEnd = parts + <usize>load<u32>(plan) * 32;
  for (; rows + 16 <= end; rows += 16, to += 16)
    transpose(
      chosenBins(rowMajor + <usize>load<u32>(rows) * stride, parts, partsEnd),
      chosenBins(rowMajor + <usize>load<u32>(rows, 4) * stride, parts, partsEnd),
      chosenBins(rowMajor + <usize>load<u32>(rows, 8) * stride, parts, partsEnd),
      chosenBins(rowMajor + <usize>load<u32>(rows, 12) * stride, parts, partsEnd),
      to,
      runBytes,
    );
  for (; rows < end; rows += 4, to += 4)
    scatter(chosenBins(rowMajor + <usize>load<u32>(rows) * stride, parts, partsEnd), to, runBytes);
}
