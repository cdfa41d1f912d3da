import { missingBin } from './binning.ts';
import type { NodeSplit } from './grownTree.ts';
import { nodeValue, reduction, type Sums } from './nodeSums.ts';
import type { SearchedNode } from './treeEngine.ts';

/** The best way found to divide a node. */
export interface Split extends NodeSplit {
  readonly left: Sums;
  readonly right: Sums;
}

export interface SplitRules {
  readonly l2: number;
  readonly minGain: number;
  readonly minChildWeight: number;
  readonly minChildRows: number;
  /** Categories are ordered by gradient / (hessian + this), so that rare ones do not lead the order by chance. */
  readonly categorySmoothing: number;
  /** Additional L2 for splits that chose their order from the data, where there are many categories to choose from. */
  readonly categoryL2: number;
}

/** With at most this many categories in a node their order says little about chance. */
const fewCategories = 4;
/** What rounding alone could gain, as a share of the node's own reduction. */
export const noiseShare = 1e-12;

/** What the searches of one node have in common. */
export interface NodeRules {
  readonly l2: number;
  readonly minWeight: number;
  /** A split must reduce more than this. */
  readonly toBeat: number;
  /** What the node reduces undivided; gain is counted from here. */
  readonly parent: number;
  readonly low: number;
  readonly high: number;
}

export function nodeRules(node: SearchedNode, rules: SplitRules, l2 = rules.l2): NodeRules {
  const { sums, low, high, start, end } = node;
  const parent = reduction(sums, l2, nodeValue(sums, l2, low, high));
  return {
    l2,
    // One row is in every child that has weight; rows of little weight must not count as less than one.
    minWeight:
      rules.minChildRows > 1
        ? Math.max(rules.minChildWeight, (rules.minChildRows * sums.hessian) / (end - start))
        : rules.minChildWeight,
    toBeat: parent + rules.minGain + noiseShare * Math.abs(parent),
    parent,
    low,
    high,
  };
}

/**
 * For a node without bounds. With left side (g, h), whole node (G, H), l = h + l2, r = H + l2 - h and s = l + r the split
 * reduces g^2 / l + (G - g)^2 / r = G^2 / s + s (g - l G / s)^2 / (l r), of which only the last quotient depends on the
 * threshold: less to compute, and no cancellation.
 */
export interface ThresholdRules {
  /** H + 2 l2. */
  readonly whole: number;
  /** G / s. */
  readonly slope: number;
  /** Least of l and r. */
  readonly lightest: number;
  /** The quotient must be greater. */
  readonly floor: number;
  /** Gain = quotient x whole + this. */
  readonly offset: number;
}

export function thresholdRules(total: Sums, { l2, minWeight, toBeat, parent }: NodeRules): ThresholdRules {
  const whole = total.hessian + 2 * l2;
  const fixed = (total.gradient * total.gradient) / whole;
  return {
    whole,
    slope: total.gradient / whole,
    lightest: minWeight + l2,
    floor: Math.max((toBeat - fixed) / whole, 0),
    offset: fixed - parent,
  };
}

/**
 * The best threshold of one feature, whose bins start at `from` of the interleaved histogram; ties go to the lowest bin
 * and to the missing on the right.
 */
export function bestThreshold(
  histogram: Float64Array,
  from: number,
  binCount: number,
  total: Sums,
  rules: NodeRules,
): Omit<Split, 'feature'> | undefined {
  const { whole, slope, lightest, floor, offset } = thresholdRules(total, rules);
  const missingGradient = histogram[from]!;
  const missingHessian = histogram[from + 1]!;
  const someMissing = missingHessian > 0;
  let best = floor;
  let bestBin = 0;
  let bestSide = 0;
  for (let side = 0; side <= (someMissing ? 1 : 0); side++) {
    let gradient = side === 1 ? missingGradient : 0;
    let hessian = side === 1 ? missingHessian : 0;
    // The missing alone on the left: that division was seen from the other side.
    const above = side === 1 ? missingHessian + rules.l2 : 0;
    // With the last bin present left, missing right is a division too.
    const lastBin = someMissing && side === 0 ? binCount - 1 : binCount - 2;
    for (let bin = 1; bin <= lastBin; bin++) {
      gradient += histogram[from + 2 * bin]!;
      hessian += histogram[from + 2 * bin + 1]!;
      const left = hessian + rules.l2;
      const right = whole - left;
      if (left < lightest || right < lightest || left <= above) continue;
      const distance = gradient - slope * left;
      const quotient = (distance * distance) / (left * right);
      if (quotient > best) {
        best = quotient;
        bestBin = bin;
        bestSide = side;
      }
    }
  }
  if (bestBin === 0) return undefined;
  return thresholdSplit(histogram, from, bestBin, bestSide, total, best * whole + offset);
}

/** As `bestThreshold` where values have bounds or must rise (`direction` 1) or fall (-1) with the feature. */
export function bestBoundedThreshold(
  histogram: Float64Array,
  from: number,
  binCount: number,
  total: Sums,
  { l2, minWeight, toBeat, parent, low, high }: NodeRules,
  direction: number,
): Omit<Split, 'feature'> | undefined {
  const missingGradient = histogram[from]!;
  const missingHessian = histogram[from + 1]!;
  const someMissing = missingHessian > 0;
  let best = toBeat;
  let bestBin = 0;
  let bestSide = 0;
  for (let side = 0; side <= (someMissing ? 1 : 0); side++) {
    let gradient = side === 1 ? missingGradient : 0;
    let hessian = side === 1 ? missingHessian : 0;
    const alone = side === 1 ? missingHessian : -1;
    const lastBin = someMissing && side === 0 ? binCount - 1 : binCount - 2;
    for (let bin = 1; bin <= lastBin; bin++) {
      gradient += histogram[from + 2 * bin]!;
      hessian += histogram[from + 2 * bin + 1]!;
      const left = { gradient, hessian };
      const right = { gradient: total.gradient - gradient, hessian: total.hessian - hessian };
      if (left.hessian < minWeight || right.hessian < minWeight || hessian <= alone) continue;
      const leftValue = nodeValue(left, l2, low, high);
      const rightValue = nodeValue(right, l2, low, high);
      if ((rightValue - leftValue) * direction < 0) continue;
      const reduced = reduction(left, l2, leftValue) + reduction(right, l2, rightValue);
      if (reduced > best) {
        best = reduced;
        bestBin = bin;
        bestSide = side;
      }
    }
  }
  if (bestBin === 0) return undefined;
  return thresholdSplit(histogram, from, bestBin, bestSide, total, best - parent);
}

function thresholdSplit(
  histogram: Float64Array,
  from: number,
  bin: number,
  side: number,
  total: Sums,
  gain: number,
): Omit<Split, 'feature'> {
  const someMissing = histogram[from + 1]! > 0;
  let gradient = side === 1 ? histogram[from]! : 0;
  let hessian = side === 1 ? histogram[from + 1]! : 0;
  for (let each = 1; each <= bin; each++) {
    gradient += histogram[from + 2 * each]!;
    hessian += histogram[from + 2 * each + 1]!;
  }
  const left = { gradient, hessian };
  const right = { gradient: total.gradient - gradient, hessian: total.hessian - hessian };
  // Where nothing was missing, later missing values follow the majority.
  const missingLeft = someMissing ? side === 1 : left.hessian >= right.hessian;
  return { gain, left, right, missingLeft, bin, leftBins: undefined };
}

/** Fisher's trick: with categories in the order of their gradients the best subset is a prefix. */
export function bestSubset(
  histogram: Float64Array,
  from: number,
  binCount: number,
  node: SearchedNode,
  rules: SplitRules,
): Omit<Split, 'feature'> | undefined {
  const total = node.sums;
  const present: number[] = [];
  const order = new Float64Array(binCount);
  for (let bin = 0; bin < binCount; bin++) {
    const hessian = histogram[from + 2 * bin + 1]!;
    if (hessian > 0) present.push(bin);
    order[bin] = histogram[from + 2 * bin]! / (hessian + rules.categorySmoothing);
  }
  present.sort((a, b) => order[a]! - order[b]! || a - b);
  const l2 = present.length <= fewCategories ? rules.l2 : rules.l2 + rules.categoryL2;
  const { minWeight, toBeat, parent, low, high } = nodeRules(node, rules, l2);
  let best = toBeat;
  let bestLength = 0;
  let bestLeft: Sums = { gradient: 0, hessian: 0 };
  let gradient = 0;
  let hessian = 0;
  for (let length = 1; length < present.length; length++) {
    const slot = from + 2 * present[length - 1]!;
    gradient += histogram[slot]!;
    hessian += histogram[slot + 1]!;
    const left = { gradient, hessian };
    const right = { gradient: total.gradient - gradient, hessian: total.hessian - hessian };
    if (left.hessian < minWeight || right.hessian < minWeight) continue;
    const reduced =
      reduction(left, l2, nodeValue(left, l2, low, high)) +
      reduction(right, l2, nodeValue(right, l2, low, high));
    if (reduced > best) {
      best = reduced;
      bestLength = length;
      bestLeft = left;
    }
  }
  if (bestLength === 0) return undefined;
  const right = { gradient: total.gradient - bestLeft.gradient, hessian: total.hessian - bestLeft.hessian };
  const leftBins = new Uint8Array(binCount);
  // Categories that no row of this node has follow the majority, as unseen ones do.
  if (bestLeft.hessian >= right.hessian) leftBins.fill(1);
  present.forEach((bin, index) => {
    leftBins[bin] = index < bestLength ? 1 : 0;
  });
  return {
    gain: best - parent,
    left: bestLeft,
    right,
    missingLeft: leftBins[missingBin] === 1,
    bin: 0,
    leftBins,
  };
}
