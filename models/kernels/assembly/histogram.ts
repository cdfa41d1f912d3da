/** A bin of a histogram is a pair (gradient, hessian) of 16 bytes, added to in one instruction. */
export const blockRows: u32 = 1024;

/** One addition of `pair` to the bin whose number is at `bin`. */
// @ts-ignore: decorator
@inline
function add(histogram: usize, bin: u32, pair: v128): void {
  const at = histogram + (<usize>bin << 4);
  v128.store(at, f64x2.add(v128.load(at), pair));
}

/**
 * Collects what the rows[start..start+count) have in common for all features: their pairs, and where their bins are
 * (row x stride).
 */
export function gather(
  rows: usize,
  start: u32,
  count: u32,
  pairs: usize,
  stride: u32,
  gatheredPairs: usize,
  gatheredOffsets: usize,
): void {
  const from = rows + (<usize>start << 2);
  for (let index: u32 = 0; index < count; index++) {
    const row = load<u32>(from + (<usize>index << 2));
    v128.store(gatheredPairs + (<usize>index << 4), v128.load(pairs + (<usize>row << 4)));
    store<u32>(gatheredOffsets + (<usize>index << 2), row * stride);
  }
}

/** Adds gathered rows to four features' histograms at a time: the additions do not wait for each other. */
export function addFour(
  count: u32,
  pairs: usize,
  offsets: usize,
  binsA: usize,
  binsB: usize,
  binsC: usize,
  binsD: usize,
  histogramA: usize,
  histogramB: usize,
  histogramC: usize,
  histogramD: usize,
): void {
  const end = pairs + (<usize>count << 4);
  while (pairs < end) {
    const pair = v128.load(pairs);
    const offset = <usize>load<u32>(offsets);
    add(histogramA, load<u8>(binsA + offset), pair);
    add(histogramB, load<u8>(binsB + offset), pair);
    add(histogramC, load<u8>(binsC + offset), pair);
    add(histogramD, load<u8>(binsD + offset), pair);
    pairs += 16;
    offsets += 4;
  }
}

export function addOne(count: u32, pairs: usize, offsets: usize, bins: usize, histogram: usize): void {
  const end = pairs + (<usize>count << 4);
  while (pairs < end) {
    add(histogram, load<u8>(bins + load<u32>(offsets)), v128.load(pairs));
    pairs += 16;
    offsets += 4;
  }
}

/** As `addFour` for rows that follow one another in columns: eight bins are loaded at once. `count` is a multiple of 8. */
export function addFourInRow(
  count: u32,
  pairs: usize,
  binsA: usize,
  binsB: usize,
  binsC: usize,
  binsD: usize,
  histogramA: usize,
  histogramB: usize,
  histogramC: usize,
  histogramD: usize,
): void {
  for (let index: usize = 0; index < count; index += 8) {
    let a = load<u64>(binsA + index);
    let b = load<u64>(binsB + index);
    let c = load<u64>(binsC + index);
    let d = load<u64>(binsD + index);
    const last = pairs + 128;
    while (pairs < last) {
      const pair = v128.load(pairs);
      add(histogramA, <u32>a & 255, pair);
      add(histogramB, <u32>b & 255, pair);
      add(histogramC, <u32>c & 255, pair);
      add(histogramD, <u32>d & 255, pair);
      a >>= 8;
      b >>= 8;
      c >>= 8;
      d >>= 8;
      pairs += 16;
    }
  }
}

/** Turns the parent's histogram into one child's, given the other's. */
export function subtract(parent: usize, child: usize, binCount: u32): void {
  const end = parent + (<usize>binCount << 4);
  while (parent < end) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    parent += 16;
    child += 16;
  }
}
