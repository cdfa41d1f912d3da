import { keyOf, sortKeys, sortScratchBytes, valueOf } from './sort';

// The oracle of all this is models/boosting/binning.ts.

/** Area of one column: whether it has work, how many cuts were found, 256 cuts (f64), scratch, then the arrays. */
const areaActive: usize = 0;
const areaCuts: usize = 4;
const areaThresholds: usize = 64;
const areaScratch: usize = 64 + 2048;
const areaArrays: usize = areaScratch + sortScratchBytes;

/**
 * Learns the bins of this thread's column and puts its values into them. An area's arrays are values (f64 per row), keys,
 * spare and mass (8 bytes per sampled row each) and bins (u8 per row). `sample` (u32) lists the rows to learn from, 0: all;
 * `weights` 0: all 1.
 */
export function binColumn(
  thread: u32,
  threads: u32,
  areas: usize,
  areaBytes: usize,
  rowCount: u32,
  sample: usize,
  sampleCount: u32,
  weights: usize,
  valueBins: u32,
): void {
  const area = areas + <usize>thread * areaBytes;
  if (load<u32>(area + areaActive) == 0) return;
  const values = area + areaArrays;
  const keys = values + (<usize>rowCount << 3);
  const spare = keys + (<usize>sampleCount << 3);
  const mass = spare + (<usize>sampleCount << 3);
  const bins = mass + (<usize>sampleCount << 3);
  const thresholds = area + areaThresholds;

  const present = collectKeys(values, sample, sampleCount, keys);
  const sorted = sortKeys(keys, spare, present, area + areaScratch);
  const distinct = collapse(sorted, present, mass);
  let total: f64 = present;
  if (weights != 0 && distinct > valueBins) total = weigh(values, sample, sampleCount, weights, sorted, distinct, mass);
  const cuts = cut(sorted, distinct, mass, total, valueBins, thresholds);
  store<u32>(area + areaCuts, cuts);
  for (let at = cuts; at < 256; at++) store<f64>(thresholds + (<usize>at << 3), Infinity);
  assignBins(values, rowCount, thresholds, cuts, bins);
}

function collectKeys(values: usize, sample: usize, sampleCount: u32, keys: usize): u32 {
  let to = keys;
  for (let index: u32 = 0; index < sampleCount; index++) {
    const row = sample == 0 ? index : load<u32>(sample + (<usize>index << 2));
    const value = load<f64>(values + (<usize>row << 3));
    store<u64>(to, keyOf(value));
    to += <usize>(value == value) << 3;
  }
  return <u32>((to - keys) >> 3);
}

/** Turns sorted keys into distinct values (f64) in their place, with how often each occurs (f64); returns their count. */
function collapse(sorted: usize, count: u32, mass: usize): u32 {
  let distinct: u32 = 0;
  let last: u64 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const key = load<u64>(sorted + (<usize>index << 3));
    const fresh = u32(index == 0 || key != last);
    last = key;
    const to = <usize>(distinct + fresh - 1) << 3;
    store<f64>(sorted + to, valueOf(key));
    store<f64>(mass + to, fresh ? 1 : load<f64>(mass + to) + 1);
    distinct += fresh;
  }
  return distinct;
}

/** Replaces the counts by sums of weights, added in the order of the rows; returns their total. */
function weigh(
  values: usize,
  sample: usize,
  sampleCount: u32,
  weights: usize,
  distinct: usize,
  distinctCount: u32,
  mass: usize,
): f64 {
  memory.fill(mass, 0, <usize>distinctCount << 3);
  let total: f64 = 0;
  for (let index: u32 = 0; index < sampleCount; index++) {
    const row = sample == 0 ? index : load<u32>(sample + (<usize>index << 2));
    const value = load<f64>(values + (<usize>row << 3));
    if (value != value) continue;
    const weight = load<f64>(weights + (<usize>row << 3));
    let low: u32 = 0;
    let high = distinctCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<f64>(distinct + (<usize>middle << 3)) < value) low = middle + 1;
      else high = middle;
    }
    const at = mass + (<usize>low << 3);
    store<f64>(at, load<f64>(at) + weight);
    total += weight;
  }
  return total;
}

/** Writes the thresholds between distinct values and returns their number. */
function cut(
  distinct: usize,
  distinctCount: u32,
  mass: usize,
  total: f64,
  valueBins: u32,
  thresholds: usize,
): u32 {
  const frequent = distinctCount <= valueBins ? 0 : total / <f64>valueBins;
  let left = total;
  let binsLeft: i32 = <i32>valueBins;
  for (let index: u32 = 0; index < distinctCount; index++) {
    const each = load<f64>(mass + (<usize>index << 3));
    if (each < frequent) continue;
    left -= each;
    binsLeft--;
  }
  let cuts: u32 = 0;
  let sum: f64 = 0;
  for (let index: u32 = 0; index + 1 < distinctCount && cuts < valueBins - 1; index++) {
    const at = <usize>index << 3;
    const each = load<f64>(mass + at);
    if (each < frequent) {
      sum += each;
      if (sum < left / <f64>max(binsLeft, 1) && load<f64>(mass + at, 8) < frequent) continue;
      left -= sum;
      binsLeft--;
      sum = 0;
    }
    store<f64>(thresholds + (<usize>cuts << 3), between(load<f64>(distinct + at), load<f64>(distinct + at, 8)));
    cuts++;
  }
  return cuts;
}

/** A number t with low <= t < high: the middle where there is one. */
function between(low: f64, high: f64): f64 {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high && middle - middle == 0 ? middle : low;
}

/** One step of the search for how many thresholds are below a value, without a branch. */
// @ts-ignore: decorator
@inline
function step(at: usize, value: f64, bytes: usize): usize {
  return at + select<usize>(bytes, 0, load<f64>(at + bytes - 8) < value);
}

/** Puts values into bins: 0 when missing, else 1 + how many thresholds are below. Four searches run side by side. */
function assignBins(values: usize, rowCount: u32, thresholds: usize, cuts: u32, bins: usize): void {
  let widest: usize = 8;
  while ((widest << 1) >> 3 <= <usize>cuts) widest <<= 1;
  let row: u32 = 0;
  for (; row + 4 <= rowCount; row += 4) {
    const from = values + (<usize>row << 3);
    const a = load<f64>(from);
    const b = load<f64>(from, 8);
    const c = load<f64>(from, 16);
    const d = load<f64>(from, 24);
    let atA = thresholds;
    let atB = thresholds;
    let atC = thresholds;
    let atD = thresholds;
    for (let bytes = widest; bytes >= 8; bytes >>= 1) {
      atA = step(atA, a, bytes);
      atB = step(atB, b, bytes);
      atC = step(atC, c, bytes);
      atD = step(atD, d, bytes);
    }
    const to = bins + row;
    store<u8>(to, binAt(atA - thresholds, a));
    store<u8>(to, binAt(atB - thresholds, b), 1);
    store<u8>(to, binAt(atC - thresholds, c), 2);
    store<u8>(to, binAt(atD - thresholds, d), 3);
  }
  for (; row < rowCount; row++) {
    const value = load<f64>(values + (<usize>row << 3));
    let at = thresholds;
    for (let bytes = widest; bytes >= 8; bytes >>= 1) at = step(at, value, bytes);
    store<u8>(bins + row, binAt(at - thresholds, value));
  }
}

// @ts-ignore: decorator
@inline
function binAt(bytes: usize, value: f64): u32 {
  return select<u32>(<u32>(bytes >> 3) + 1, 0, value == value);
}
