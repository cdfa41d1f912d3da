import type { Drawer } from './drawer.ts';
import { nodeValue, reduction, type Sums } from './nodeSums.ts';
import { nodeRules, type Split, type SplitRules } from './splitSearch.ts';
import type { SearchedNode } from './treeEngine.ts';

/**
 * One threshold drawn uniformly over the bins from the node's lowest to its highest value (Geurts et al. 2006, on ranks
 * instead of values); the missing go where they gain more. `histogram` holds this feature alone.
 */
export function randomThreshold(
  histogram: Float64Array,
  binCount: number,
  node: SearchedNode,
  rules: SplitRules,
  random: Drawer,
): Omit<Split, 'feature'> | undefined {
  let lowest = 1;
  while (lowest < binCount && histogram[2 * lowest + 1] === 0) lowest++;
  let highest = binCount - 1;
  while (highest > lowest && histogram[2 * highest + 1] === 0) highest--;
  // Every present value the same: what is left to ask is whether it is missing.
  const bin = highest > lowest ? lowest + random.below(highest - lowest) : lowest;
  let gradient = 0;
  let hessian = 0;
  for (let each = lowest; each <= bin; each++) {
    gradient += histogram[2 * each]!;
    hessian += histogram[2 * each + 1]!;
  }
  const someMissing = histogram[1]! > 0;
  const right = divisionOf({ gradient, hessian }, node, rules);
  const left = someMissing
    ? divisionOf({ gradient: gradient + histogram[0]!, hessian: hessian + histogram[1]! }, node, rules)
    : undefined;
  const missingLeft = left !== undefined && (right === undefined || left.gain > right.gain);
  const chosen = missingLeft ? left : right;
  if (chosen === undefined) return undefined;
  return {
    ...chosen,
    bin,
    leftBins: undefined,
    missingLeft: someMissing ? missingLeft : chosen.left.hessian >= chosen.right.hessian,
  };
}

/** Each category, the missing among them, goes left or right by the toss of a coin. */
export function randomSubset(
  histogram: Float64Array,
  binCount: number,
  node: SearchedNode,
  rules: SplitRules,
  random: Drawer,
): Omit<Split, 'feature'> | undefined {
  const leftBins = new Uint8Array(binCount);
  let gradient = 0;
  let hessian = 0;
  for (let bin = 0; bin < binCount; bin++) {
    leftBins[bin] = random.below(2);
    if (leftBins[bin] === 0) continue;
    gradient += histogram[2 * bin]!;
    hessian += histogram[2 * bin + 1]!;
  }
  const chosen = divisionOf({ gradient, hessian }, node, rules);
  return chosen && { ...chosen, bin: 0, leftBins, missingLeft: leftBins[0] === 1 };
}

function divisionOf(
  left: Sums,
  node: SearchedNode,
  rules: SplitRules,
): { gain: number; left: Sums; right: Sums } | undefined {
  const { l2, minWeight, toBeat, parent, low, high } = nodeRules(node, rules);
  const right = {
    gradient: node.sums.gradient - left.gradient,
    hessian: node.sums.hessian - left.hessian,
  };
  if (left.hessian < minWeight || right.hessian < minWeight) return undefined;
  const reduced =
    reduction(left, l2, nodeValue(left, l2, low, high)) +
    reduction(right, l2, nodeValue(right, l2, low, high));
  return reduced > toBeat ? { gain: reduced - parent, left, right } : undefined;
}
