import {
  foundBin,
  foundGain,
  foundGradient,
  foundHessian,
  foundSide,
  foundSomeMissing,
  nodeFloor,
  nodeGradient,
  nodeHessian,
  nodeHigh,
  nodeLightest,
  nodeLow,
  nodeMinWeight,
  nodeOffset,
  nodeParent,
  nodeSlope,
  nodeToBeat,
  nodeWhole,
} from './job';

// The oracle of these searches is models/boosting/splitSearch.ts: the same operations in the same order.

/** The quotients of two thresholds, given the sums of their left sides; 0 where a side is too light. */
// @ts-ignore: decorator
@inline
function quotients(
  first: v128,
  second: v128,
  l2: v128,
  whole: v128,
  slope: v128,
  lightest: v128,
): v128 {
  const left = f64x2.add(v128.shuffle<f64>(first, second, 1, 3), l2);
  const right = f64x2.sub(whole, left);
  const distance = f64x2.sub(v128.shuffle<f64>(first, second, 0, 2), f64x2.mul(slope, left));
  const quotient = f64x2.div(f64x2.mul(distance, distance), f64x2.mul(left, right));
  return v128.and(quotient, f64x2.ge(f64x2.pmin(left, right), lightest));
}

// @ts-ignore: decorator
@inline
function quotientOf(
  gradient: f64,
  hessian: f64,
  l2: f64,
  whole: f64,
  slope: f64,
  lightest: f64,
): f64 {
  const left = hessian + l2;
  const right = whole - left;
  const distance = gradient - slope * left;
  return left < lightest || right < lightest ? 0 : (distance * distance) / (left * right);
}

/** The missing alone on the left: that division is seen from the other side, so empty bins before all others are left out. */
// @ts-ignore: decorator
@inline
function pastEmpty(at: usize, end: usize): usize {
  while (at < end && load<f64>(at, 8) == 0) at += 16;
  return at;
}

/** Gain of the best threshold of a feature in a node without bounds; -Infinity when there is none. */
export function thresholdGain(histogram: usize, binCount: u32, node: usize, l2: f64): f64 {
  const someMissing = load<f64>(histogram, 8) > 0;
  const whole = load<f64>(node + nodeWhole);
  const slope = load<f64>(node + nodeSlope);
  const lightest = load<f64>(node + nodeLightest);
  const floor = load<f64>(node + nodeFloor);
  const l2s = f64x2.splat(l2);
  const wholes = f64x2.splat(whole);
  const slopes = f64x2.splat(slope);
  const lightests = f64x2.splat(lightest);
  let bests = f64x2.splat(floor);
  let best = floor;
  let sum = f64x2.splat(0);
  let leftMissing = false;
  let lastBin = someMissing ? binCount - 1 : binCount - 2;
  for (let side = u32(someMissing); ; side--) {
    let at = histogram + 16;
    const end = at + (<usize>lastBin << 4);
    if (leftMissing) at = pastEmpty(at, end);
    for (; at + 64 <= end; at += 64) {
      const a = f64x2.add(sum, v128.load(at));
      const b = f64x2.add(a, v128.load(at, 16));
      const c = f64x2.add(b, v128.load(at, 32));
      sum = f64x2.add(c, v128.load(at, 48));
      bests = f64x2.pmax(bests, quotients(a, b, l2s, wholes, slopes, lightests));
      bests = f64x2.pmax(bests, quotients(c, sum, l2s, wholes, slopes, lightests));
    }
    for (; at < end; at += 16) {
      sum = f64x2.add(sum, v128.load(at));
      const gradient = f64x2.extract_lane(sum, 0);
      const quotient = quotientOf(gradient, f64x2.extract_lane(sum, 1), l2, whole, slope, lightest);
      best = quotient > best ? quotient : best;
    }
    if (side == 0) break;
    // Once more with the missing on the left, but not alone: that division was seen from the other side.
    sum = v128.load(histogram);
    leftMissing = true;
    lastBin = binCount - 2;
  }
  const first = f64x2.extract_lane(bests, 0);
  const second = f64x2.extract_lane(bests, 1);
  best = first > best ? first : best;
  best = second > best ? second : best;
  return best > floor ? best * whole + load<f64>(node + nodeOffset) : -Infinity;
}

/** Writes where the threshold of `thresholdGain` is. */
export function locateThreshold(histogram: usize, binCount: u32, node: usize, l2: f64, found: usize): void {
  const someMissing = load<f64>(histogram, 8) > 0;
  const whole = load<f64>(node + nodeWhole);
  const slope = load<f64>(node + nodeSlope);
  const lightest = load<f64>(node + nodeLightest);
  let best = load<f64>(node + nodeFloor);
  const sides: u32 = someMissing ? 2 : 1;
  for (let side: u32 = 0; side < sides; side++) {
    let gradient: f64 = side == 1 ? load<f64>(histogram) : 0;
    let hessian: f64 = side == 1 ? load<f64>(histogram, 8) : 0;
    const lastBin = someMissing && side == 0 ? binCount - 1 : binCount - 2;
    const end = histogram + (<usize>(lastBin + 1) << 4);
    let at = histogram + 16;
    if (side == 1) at = pastEmpty(at, end);
    for (; at < end; at += 16) {
      gradient += load<f64>(at);
      hessian += load<f64>(at, 8);
      const quotient = quotientOf(gradient, hessian, l2, whole, slope, lightest);
      if (quotient <= best) continue;
      best = quotient;
      store<u32>(found + foundBin, <u32>((at - histogram) >> 4));
      store<u32>(found + foundSide, side);
      store<f64>(found + foundGradient, gradient);
      store<f64>(found + foundHessian, hessian);
    }
  }
  store<f64>(found + foundGain, best * whole + load<f64>(node + nodeOffset));
  store<u32>(found + foundSomeMissing, u32(someMissing));
}

// @ts-ignore: decorator
@inline
export function nodeValue(gradient: f64, hessian: f64, l2: f64, low: f64, high: f64): f64 {
  const step = hessian + l2 > 0 ? -gradient / (hessian + l2) : 0;
  return min(max(step, low), high);
}

// @ts-ignore: decorator
@inline
export function reduction(gradient: f64, hessian: f64, l2: f64, value: f64): f64 {
  return -(2 * gradient * value + (hessian + l2) * (value * value));
}

/**
 * Where values have bounds or must rise (`direction` 1) or fall (-1) with the feature: writes the best threshold when it
 * gains more than `toBeat`, and returns whether it does.
 */
export function searchBoundedThreshold(
  histogram: usize,
  binCount: u32,
  node: usize,
  l2: f64,
  direction: i32,
  toBeat: f64,
  found: usize,
): bool {
  const someMissing = load<f64>(histogram, 8) > 0;
  const totalGradient = load<f64>(node + nodeGradient);
  const totalHessian = load<f64>(node + nodeHessian);
  const minWeight = load<f64>(node + nodeMinWeight);
  const parent = load<f64>(node + nodeParent);
  const low = load<f64>(node + nodeLow);
  const high = load<f64>(node + nodeHigh);
  let best = load<f64>(node + nodeToBeat);
  let bestBin: u32 = 0;
  let bestSide: u32 = 0;
  let bestGradient: f64 = 0;
  let bestHessian: f64 = 0;
  const sides: u32 = someMissing ? 2 : 1;
  for (let side: u32 = 0; side < sides; side++) {
    let gradient: f64 = side == 1 ? load<f64>(histogram) : 0;
    let hessian: f64 = side == 1 ? load<f64>(histogram, 8) : 0;
    const alone: f64 = side == 1 ? hessian : -1;
    const lastBin = someMissing && side == 0 ? binCount - 1 : binCount - 2;
    for (let bin: u32 = 1; bin <= lastBin; bin++) {
      const at = histogram + (<usize>bin << 4);
      gradient += load<f64>(at);
      hessian += load<f64>(at, 8);
      const rightGradient = totalGradient - gradient;
      const rightHessian = totalHessian - hessian;
      if (hessian < minWeight || rightHessian < minWeight || hessian <= alone) continue;
      const leftValue = nodeValue(gradient, hessian, l2, low, high);
      const rightValue = nodeValue(rightGradient, rightHessian, l2, low, high);
      if ((rightValue - leftValue) * <f64>direction < 0) continue;
      const reduced =
        reduction(gradient, hessian, l2, leftValue) + reduction(rightGradient, rightHessian, l2, rightValue);
      if (reduced > best) {
        best = reduced;
        bestBin = bin;
        bestSide = side;
        bestGradient = gradient;
        bestHessian = hessian;
      }
    }
  }
  if (bestBin == 0 || best - parent <= toBeat) return false;
  store<f64>(found + foundGain, best - parent);
  store<u32>(found + foundBin, bestBin);
  store<u32>(found + foundSide, bestSide);
  store<f64>(found + foundGradient, bestGradient);
  store<f64>(found + foundHessian, bestHessian);
  store<u32>(found + foundSomeMissing, u32(someMissing));
  return true;
}
