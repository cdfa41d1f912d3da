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
 * that are present (u32) in their order.
 */
export function bestSparseThreshold(
  histogram: usize,
  list: usize,
  present: u32,
  node: usize,
  toBeat: f64,
  found: usize,
): bool {
  const someMissing = load<u32>(list) == 0;
  const whole = load<f64>(node + nodeWhole);
  const slope = load<f64>(node + nodeSlope);
  const lightest = load<f64>(node + nodeMinWeight);
  const first = list + (<usize>someMissing << 2);
  const end = list + (<usize>present << 2);
  let best = load<f64>(node + nodeFloor);
  let bestBin: u32 = 0;
  let bestSide: u32 = 0;
  let bestGradient: f64 = 0;
  let bestHessian: f64 = 0;
  const sides: u32 = someMissing ? 2 : 1;
  for (let side: u32 = 0; side < sides; side++) {
    let gradient: f64 = side == 1 ? load<f64>(histogram) : 0;
    let left: f64 = side == 1 ? load<f64>(histogram, 8) : 0;
    for (let at = first; at < end; at += 4) {
      const bin = load<u32>(at);
      const sums = histogram + (<usize>bin << 4);
      gradient += load<f64>(sums);
      left += load<f64>(sums, 8);
      const right = whole - left;
      const distance = gradient - slope * left;
      const quotient = (distance * distance) / (left * right);
      if (quotient > best && left >= lightest && right >= lightest) {
        best = quotient;
        bestBin = bin;
        bestSide = side;
        bestGradient = gradient;
        bestHessian = left;
      }
    }
  }
  const gain = best * whole + load<f64>(node + nodeOffset);
  if (bestBin == 0 || gain <= toBeat) return false;
  store<f64>(found + foundGain, gain);
  store<u32>(found + foundBin, bestBin);
  store<u32>(found + foundSide, bestSide);
  store<f64>(found + foundGradient, bestGradient);
  store<f64>(found + foundHessian, bestHessian);
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
