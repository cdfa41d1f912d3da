import { below } from './draw';
import {
  foundBin,
  foundGain,
  foundGradient,
  foundHessian,
  foundMask,
  foundSide,
  foundSomeMissing,
  nodeFloor,
  nodeGradient,
  nodeHessian,
  nodeMinWeight,
  nodeOffset,
  nodeParent,
  nodeSlope,
  nodeToBeat,
  nodeWhole,
} from './job';
import { nodeValue, reduction } from './search';

// The oracle of these searches is models/boosting/splitSearch.ts and models/boosting/randomSplit.ts.

/**
 * Writes a feature's best threshold when it gains more than `toBeat`, and returns whether it does. `list` holds the bins
 * that are present (u32) in their order and `taken` their pairs, with room for one more. Two are judged at a time.
 */
export function bestSparseThreshold(
  list: usize,
  taken: usize,
  present: u32,
  node: usize,
  toBeat: f64,
  found: usize,
): bool {
  const someMissing = load<u32>(list) == 0;
  const wholes = f64x2.splat(load<f64>(node + nodeWhole));
  const slopes = f64x2.splat(load<f64>(node + nodeSlope));
  const lightests = f64x2.splat(load<f64>(node + nodeMinWeight));
  const end = taken + (<usize>present << 4);
  let bests = f64x2.splat(load<f64>(node + nodeFloor));
  let bestAt: usize = 0;
  let bestSide: u32 = 0;
  let bestSums = f64x2.splat(0);
  const sides: u32 = someMissing ? 2 : 1;
  for (let side: u32 = 0; side < sides; side++) {
    let sums = side == 1 ? v128.load(taken) : f64x2.splat(0);
    for (let at = taken + (<usize>someMissing << 4); at < end; at += 32) {
      const first = f64x2.add(sums, v128.load(at));
      const second = f64x2.add(first, v128.load(at, 16));
      sums = second;
      const left = v128.shuffle<f64>(first, second, 1, 3);
      const right = f64x2.sub(wholes, left);
      const distance = f64x2.sub(v128.shuffle<f64>(first, second, 0, 2), f64x2.mul(slopes, left));
      const quotients = v128.and(
        f64x2.div(f64x2.mul(distance, distance), f64x2.mul(left, right)),
        f64x2.ge(f64x2.pmin(left, right), lightests),
      );
      if (!v128.any_true(f64x2.gt(quotients, bests))) continue;
      if (f64x2.extract_lane(quotients, 0) > f64x2.extract_lane(bests, 0)) {
        bests = f64x2.splat(f64x2.extract_lane(quotients, 0));
        bestAt = at;
        bestSide = side;
        bestSums = first;
      }
      // Behind an odd last one nothing may win.
      if (f64x2.extract_lane(quotients, 1) > f64x2.extract_lane(bests, 0) && at + 16 < end) {
        bests = f64x2.splat(f64x2.extract_lane(quotients, 1));
        bestAt = at + 16;
        bestSide = side;
        bestSums = second;
      }
    }
  }
  const gain = f64x2.extract_lane(bests, 0) * f64x2.extract_lane(wholes, 0) + load<f64>(node + nodeOffset);
  if (bestAt == 0 || gain <= toBeat) return false;
  store<f64>(found + foundGain, gain);
  store<u32>(found + foundBin, load<u32>(list + ((bestAt - taken) >> 2)));
  store<u32>(found + foundSide, bestSide);
  v128.store(found + foundGradient, bestSums);
  store<u32>(found + foundSomeMissing, u32(someMissing));
  return true;
}

/** What the division into (gradient, hessian) and the rest gains; -Infinity when it is not allowed. */
function gainOf(gradient: f64, hessian: f64, node: usize): f64 {
  const rightGradient = load<f64>(node + nodeGradient) - gradient;
  const rightHessian = load<f64>(node + nodeHessian) - hessian;
  const minWeight = load<f64>(node + nodeMinWeight);
  if (hessian < minWeight || rightHessian < minWeight) return -Infinity;
  const reduced =
    reduction(gradient, hessian, 0, nodeValue(gradient, hessian, 0, -Infinity, Infinity)) +
    reduction(rightGradient, rightHessian, 0, nodeValue(rightGradient, rightHessian, 0, -Infinity, Infinity));
  return reduced > load<f64>(node + nodeToBeat) ? reduced - load<f64>(node + nodeParent) : -Infinity;
}

/** As `bestSparseThreshold` for one threshold that is drawn. */
export function randomSparseThreshold(
  histogram: usize,
  list: usize,
  present: u32,
  node: usize,
  random: usize,
  toBeat: f64,
  found: usize,
): bool {
  const someMissing = load<u32>(list) == 0;
  const lowest = load<u32>(list + (<usize>someMissing << 2));
  const highest = load<u32>(list + (<usize>(present - 1) << 2));
  const bin = highest > lowest ? lowest + below(random, highest - lowest) : lowest;
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  for (let each = lowest; each <= bin; each++) {
    gradient += load<f64>(histogram + (<usize>each << 4));
    hessian += load<f64>(histogram + (<usize>each << 4), 8);
  }
  let gain = gainOf(gradient, hessian, node);
  let side: u32 = 0;
  if (someMissing) {
    const withMissing = gainOf(gradient + load<f64>(histogram), hessian + load<f64>(histogram, 8), node);
    if (withMissing > gain) {
      gain = withMissing;
      side = 1;
      gradient += load<f64>(histogram);
      hessian += load<f64>(histogram, 8);
    }
  }
  if (gain <= toBeat) return false;
  store<f64>(found + foundGain, gain);
  store<u32>(found + foundBin, bin);
  store<u32>(found + foundSide, side);
  store<f64>(found + foundGradient, gradient);
  store<f64>(found + foundHessian, hessian);
  store<u32>(found + foundSomeMissing, u32(someMissing));
  return true;
}

/** As `bestSparseThreshold` for categories that each go left by the toss of a coin. */
export function randomSparseSubset(
  histogram: usize,
  binCount: u32,
  node: usize,
  random: usize,
  toBeat: f64,
  found: usize,
  mask: usize,
): bool {
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  for (let bin: u32 = 0; bin < binCount; bin++) {
    const goesLeft = below(random, 2);
    store<u8>(mask + bin, goesLeft);
    if (goesLeft == 0) continue;
    gradient += load<f64>(histogram + (<usize>bin << 4));
    hessian += load<f64>(histogram + (<usize>bin << 4), 8);
  }
  const gain = gainOf(gradient, hessian, node);
  if (gain <= toBeat) return false;
  store<f64>(found + foundGain, gain);
  store<u32>(found + foundBin, 1);
  store<f64>(found + foundGradient, gradient);
  store<f64>(found + foundHessian, hessian);
  memory.copy(found + foundMask, mask, binCount);
  return true;
}
