import {
  foundBin,
  foundGain,
  foundGradient,
  foundHessian,
  foundMask,
  nodeGradient,
  nodeHessian,
  nodeHigh,
  nodeLow,
  nodeMinWeight,
  ruleCategoryL2,
  ruleCategorySmoothing,
  ruleL2,
  ruleMinGain,
} from './job';
import { nodeValue, reduction } from './search';

const fewCategories: u32 = 4;
const noiseShare: f64 = 1e-12;

/**
 * Writes the best subset of categories to send left (bestSubset of models/boosting/splitSearch.ts) when it gains more than
 * `toBeat`, and returns whether it does. `scratch` has room for 16 bytes per bin.
 */
export function searchSubset(
  histogram: usize,
  binCount: u32,
  node: usize,
  rules: usize,
  scratch: usize,
  toBeat: f64,
  found: usize,
): bool {
  const smoothing = load<f64>(rules + ruleCategorySmoothing);
  // Present bins by insertion into their order: key (f64), bin (u32).
  let present: u32 = 0;
  for (let bin: u32 = 0; bin < binCount; bin++) {
    const at = histogram + (<usize>bin << 4);
    const hessian = load<f64>(at, 8);
    if (!(hessian > 0)) continue;
    const key = load<f64>(at) / (hessian + smoothing);
    let to = scratch + (<usize>present << 4);
    while (to > scratch && load<f64>(to - 16) > key) {
      v128.store(to, v128.load(to - 16));
      to -= 16;
    }
    store<f64>(to, key);
    store<u32>(to, bin, 8);
    present++;
  }
  const l2 = present <= fewCategories ? load<f64>(rules + ruleL2) : load<f64>(rules + ruleL2) + load<f64>(rules + ruleCategoryL2);
  const totalGradient = load<f64>(node + nodeGradient);
  const totalHessian = load<f64>(node + nodeHessian);
  const minWeight = load<f64>(node + nodeMinWeight);
  const low = load<f64>(node + nodeLow);
  const high = load<f64>(node + nodeHigh);
  const parent = reduction(totalGradient, totalHessian, l2, nodeValue(totalGradient, totalHessian, l2, low, high));
  let best = parent + load<f64>(rules + ruleMinGain) + noiseShare * abs(parent);
  let bestLength: u32 = 0;
  let bestGradient: f64 = 0;
  let bestHessian: f64 = 0;
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  for (let length: u32 = 1; length < present; length++) {
    const at = histogram + (<usize>load<u32>(scratch + (<usize>(length - 1) << 4), 8) << 4);
    gradient += load<f64>(at);
    hessian += load<f64>(at, 8);
    const rightGradient = totalGradient - gradient;
    const rightHessian = totalHessian - hessian;
    if (hessian < minWeight || rightHessian < minWeight) continue;
    const reduced =
      reduction(gradient, hessian, l2, nodeValue(gradient, hessian, l2, low, high)) +
      reduction(rightGradient, rightHessian, l2, nodeValue(rightGradient, rightHessian, l2, low, high));
    if (reduced > best) {
      best = reduced;
      bestLength = length;
      bestGradient = gradient;
      bestHessian = hessian;
    }
  }
  if (bestLength == 0 || best - parent <= toBeat) return false;
  store<f64>(found + foundGain, best - parent);
  store<u32>(found + foundBin, bestLength);
  store<f64>(found + foundGradient, bestGradient);
  store<f64>(found + foundHessian, bestHessian);
  const absentLeft = bestHessian >= totalHessian - bestHessian;
  memory.fill(found + foundMask, u8(absentLeft), binCount);
  for (let index: u32 = 0; index < present; index++)
    store<u8>(found + foundMask + load<u32>(scratch + (<usize>index << 4), 8), u8(index < bestLength));
  return true;
}
