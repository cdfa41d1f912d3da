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

/** A row's bins out of three of its sixteens. */
// @ts-ignore: decorator
@inline
function ofThree(row: usize, a: usize, b: usize, c: usize, maskA: v128, maskB: v128, maskC: v128): v128 {
  return v128.or(
    v128.or(i8x16.swizzle(v128.load(row + a), maskA), i8x16.swizzle(v128.load(row + b), maskB)),
    i8x16.swizzle(v128.load(row + c), maskC),
  );
}

/** A row's bins out of any number of its sixteens. */
function ofMany(row: usize, parts: usize, partsEnd: usize): v128 {
  let bins = i8x16.splat(0);
  for (let part = parts; part < partsEnd; part += 32)
    bins = v128.or(bins, i8x16.swizzle(v128.load(row + load<u32>(part)), v128.load(part, 16)));
  return bins;
}

/**
 * As `gatherBins` for any 16 features. The plan says from where: how many sixteens of a row take part (u32, at least 3),
 * then for each its place in the row (u32) and 16 bytes, which of its bins goes where.
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
  const partCount = load<u32>(plan);
  if (partCount == 3) {
    const a = <usize>load<u32>(parts);
    const b = <usize>load<u32>(parts, 32);
    const c = <usize>load<u32>(parts, 64);
    const maskA = v128.load(parts, 16);
    const maskB = v128.load(parts, 48);
    const maskC = v128.load(parts, 80);
    for (; rows + 16 <= end; rows += 16, to += 16)
      transpose(
        ofThree(rowMajor + <usize>load<u32>(rows) * stride, a, b, c, maskA, maskB, maskC),
        ofThree(rowMajor + <usize>load<u32>(rows, 4) * stride, a, b, c, maskA, maskB, maskC),
        ofThree(rowMajor + <usize>load<u32>(rows, 8) * stride, a, b, c, maskA, maskB, maskC),
        ofThree(rowMajor + <usize>load<u32>(rows, 12) * stride, a, b, c, maskA, maskB, maskC),
        to,
        runBytes,
      );
  }
  const partsEnd = parts + <usize>partCount * 32;
  for (; rows < end; rows += 4, to += 4)
    scatter(ofMany(rowMajor + <usize>load<u32>(rows) * stride, parts, partsEnd), to, runBytes);
}
