import { histogramBytes } from './job';

// A bin of a histogram is a pair (gradient, hessian) of 16 bytes, added to in one instruction.

/** Adds a row's pair to its bin of each of four features, whose bins are the bytes at `word`. */
// @ts-ignore: decorator
@inline
function addRow(histogram: usize, word: usize, pair: v128): void {
  const a = histogram + (<usize>load<u8>(word) << 4);
  v128.store(a, f64x2.add(v128.load(a), pair));
  const b = histogram + (<usize>load<u8>(word, 1) << 4);
  v128.store(b, f64x2.add(v128.load(b, histogramBytes), pair), histogramBytes);
  const c = histogram + (<usize>load<u8>(word, 2) << 4);
  v128.store(c, f64x2.add(v128.load(c, 2 * histogramBytes), pair), 2 * histogramBytes);
  const d = histogram + (<usize>load<u8>(word, 3) << 4);
  v128.store(d, f64x2.add(v128.load(d, 3 * histogramBytes), pair), 3 * histogramBytes);
}

/**
 * Adds `count` rows to the histograms of four features: pairs and words (a byte per feature) one behind the other. The
 * four additions do not wait for each other, and 16 KiB of histogram stay in the first cache.
 */
export function addGroup(count: u32, pairs: usize, words: usize, histogram: usize): void {
  const end = words + (<usize>count << 2);
  for (; words + 16 <= end; words += 16, pairs += 64) {
    addRow(histogram, words, v128.load(pairs));
    addRow(histogram, words + 4, v128.load(pairs, 16));
    addRow(histogram, words + 8, v128.load(pairs, 32));
    addRow(histogram, words + 12, v128.load(pairs, 48));
  }
  for (; words < end; words += 4, pairs += 16) addRow(histogram, words, v128.load(pairs));
}

/** Turns the parent's histogram into one child's, given the other's. */
export function subtract(parent: usize, child: usize, binCount: u32): void {
  const end = parent + (<usize>binCount << 4);
  // Two bins at a time; behind an odd last one there is room.
  for (; parent < end; parent += 32, child += 32) {
    v128.store(parent, f64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, f64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
  }
}
