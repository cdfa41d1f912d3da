import {
  foundBin,
  foundGain,
  foundGradient,
  foundHessian,
  foundSide,
  foundSomeMissing,
  nodeGradient,
  nodeHessian,
  nodeHigh,
  nodeLow,
  nodeMinWeight,
  nodeParent,
  nodeToBeat,
} from './job';

// The oracle of these searches is models/boosting/splitSearch.ts: the same operations in the same order.

/** Best threshold of a feature whose histogram is given, for a node without bounds. Two bins are judged at a time. */
export function searchThreshold(histogram: usize, binCount: u32, node: usize, l2: f64, found: usize): void {
  const someMissing = load<f64>(histogram, 8) > 0;
  const totalGradient = f64x2.splat(load<f64>(node + nodeGradient));
  const totalHessian = f64x2.splat(load<f64>(node + nodeHessian));
  const minWeight = f64x2.splat(load<f64>(node + nodeMinWeight));
  const penalty = f64x2.splat(l2);
  let bestNumerator = f64x2.splat(load<f64>(node + nodeToBeat));
  let bestDenominator = f64x2.splat(1);
  let bestBin: u32 = 0;
  let bestSide: u32 = 0;
  let bestSum = f64x2.splat(0);
  const sides: u32 = someMissing ? 2 : 1;
  for (let side: u32 = 0; side < sides; side++) {
    let sum = side == 1 ? v128.load(histogram) : f64x2.splat(0);
    const lastBin = someMissing && side == 0 ? binCount - 1 : binCount - 2;
    // An odd last bin is judged with the one after it, whose verdict is ignored; a histogram has room for it.
    for (let bin: u32 = 1; bin <= lastBin; bin += 2) {
      const at = histogram + (<usize>bin << 4);
      const first = f64x2.add(sum, v128.load(at));
      const second = f64x2.add(first, v128.load(at, 16));
      sum = second;
      const gradient = v128.shuffle<f64>(first, second, 0, 2);
      const hessian = v128.shuffle<f64>(first, second, 1, 3);
      const rightGradient = f64x2.sub(totalGradient, gradient);
      const rightHessian = f64x2.sub(totalHessian, hessian);
      const left = f64x2.add(hessian, penalty);
      const right = f64x2.add(rightHessian, penalty);
      const numerator = f64x2.add(
        f64x2.mul(f64x2.mul(gradient, gradient), right),
        f64x2.mul(f64x2.mul(rightGradient, rightGradient), left),
      );
      const denominator = f64x2.mul(left, right);
      const better = f64x2.gt(f64x2.mul(numerator, bestDenominator), f64x2.mul(bestNumerator, denominator));
      const heavy = f64x2.ge(f64x2.min(hessian, rightHessian), minWeight);
      const verdict = i64x2.bitmask(v128.and(better, heavy));
      if (verdict != 0) {
        if (verdict & 1) {
          bestNumerator = f64x2.splat(f64x2.extract_lane(numerator, 0));
          bestDenominator = f64x2.splat(f64x2.extract_lane(denominator, 0));
          bestBin = bin;
          bestSide = side;
          bestSum = first;
        }
        if (verdict & 2 && bin < lastBin) {
          const challenger = f64x2.extract_lane(numerator, 1) * f64x2.extract_lane(bestDenominator, 0);
          const holder = f64x2.extract_lane(bestNumerator, 0) * f64x2.extract_lane(denominator, 1);
          if (challenger > holder) {
            bestNumerator = f64x2.splat(f64x2.extract_lane(numerator, 1));
            bestDenominator = f64x2.splat(f64x2.extract_lane(denominator, 1));
            bestBin = bin + 1;
            bestSide = side;
            bestSum = second;
          }
        }
      }
    }
  }
  const reduced = f64x2.extract_lane(bestNumerator, 0) / f64x2.extract_lane(bestDenominator, 0);
  store<f64>(found + foundGain, reduced - load<f64>(node + nodeParent));
  store<u32>(found + foundBin, bestBin);
  store<u32>(found + foundSide, bestSide);
  v128.store(found + foundGradient, bestSum);
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

/** As `searchThreshold` where values have bounds or must rise (`direction` 1) or fall (-1) with the feature. */
export function searchBoundedThreshold(
  histogram: usize,
  binCount: u32,
  node: usize,
  l2: f64,
  direction: i32,
  found: usize,
): void {
  const someMissing = load<f64>(histogram, 8) > 0;
  const totalGradient = load<f64>(node + nodeGradient);
  const totalHessian = load<f64>(node + nodeHessian);
  const minWeight = load<f64>(node + nodeMinWeight);
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
    const lastBin = someMissing && side == 0 ? binCount - 1 : binCount - 2;
    for (let bin: u32 = 1; bin <= lastBin; bin++) {
      const at = histogram + (<usize>bin << 4);
      gradient += load<f64>(at);
      hessian += load<f64>(at, 8);
      const rightGradient = totalGradient - gradient;
      const rightHessian = totalHessian - hessian;
      if (hessian < minWeight || rightHessian < minWeight) continue;
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
  store<f64>(found + foundGain, best - load<f64>(node + nodeParent));
  store<u32>(found + foundBin, bestBin);
  store<u32>(found + foundSide, bestSide);
  store<f64>(found + foundGradient, bestGradient);
  store<f64>(found + foundHessian, bestHessian);
  store<u32>(found + foundSomeMissing, u32(someMissing));
}
