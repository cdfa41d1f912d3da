/** Copies the pairs of `count` rows one behind the other. */
export function gatherPairs(rows: usize, count: u32, pairs: usize, to: usize): void {
  const end = rows + (<usize>count << 2);
  for (; rows < end; rows += 4, to += 16) v128.store(to, v128.load(pairs + (<usize>load<u32>(rows) << 4)));
}

/** Writes the four words of 16 features' bins to four runs of words, `runBytes` apart. */
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
  for (; rows < end; rows += 4, to += 4) scatter(v128.load(rowMajor + <usize>load<u32>(rows) * stride), to, runBytes);
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
  const planEnd = plan + 16 + <usize>load<u32>(plan) * 32;
  for (; rows < end; rows += 4, to += 4) {
    const row = rowMajor + <usize>load<u32>(rows) * stride;
    let bins = i8x16.splat(0);
    for (let part = plan + 16; part < planEnd; part += 32)
      bins = v128.or(bins, i8x16.swizzle(v128.load(row + load<u32>(part)), v128.load(part, 16)));
    scatter(bins, to, runBytes);
  }
}
