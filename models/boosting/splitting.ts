import { type BinnedTable, missingBin } from './binning.ts';
import type { Histogram } from './histogram.ts';

/** Sums over the rows of a node. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

/** The best way found to divide a node. */
export interface Split {
  readonly feature: number;
  readonly gain: number;
  readonly left: Sums;
  readonly right: Sums;
  readonly missingLeft: boolean;
  /** Numeric: bins 1 to `bin` go left. */
  readonly bin: number;
  /** Categorical: which bins go left (the missing among them); undefined for numbers. */
  readonly leftBins: Uint8Array | undefined;
}

export interface SplitOptions {
  readonly l2: number;
  /** Least sum of hessians in a child. */
  readonly minChildWeight: number;
  readonly minGain: number;
}

/** Categories are ordered by gradient / (hessian + this), so that rare ones do not lead the order by chance. */
const categorySmoothing = 10;
/** Additional L2 for splits that chose their order from the data, where there are many categories to choose from. */
const categoryL2 = 10;
const fewCategories = 4;
/** Bins with no more than this share of the node's hessian hold no rows, but what subtraction left of them. */
const emptyShare = 1e-12;

/** The split with the largest gain; ties go to the first feature and the lowest bin. */
export function bestSplit(
  histogram: Histogram,
  table: BinnedTable,
  features: Int32Array,
  total: Sums,
  options: SplitOptions,
): Split | undefined {
  let best: Split | undefined;
  for (const feature of features) {
    const from = 2 * table.offsets[feature]!;
    const { kind, binCount } = table.features[feature]!;
    const search = kind === 'numeric' ? bestNumericSplit : bestCategoricalSplit;
    const found = search(histogram, from, binCount, feature, total, options, best?.gain ?? options.minGain);
    if (found !== undefined) best = found;
  }
  return best;
}

function bestNumericSplit(
  histogram: Histogram,
  from: number,
  binCount: number,
  feature: number,
  total: Sums,
  options: SplitOptions,
  toBeat: number,
): Split | undefined {
  const { l2, minChildWeight } = options;
  const missingGradient = histogram[from]!;
  const missingHessian = histogram[from + 1]!;
  const parentScore = total.gradient ** 2 / (total.hessian + l2);
  const someMissing = missingHessian > emptyShare * total.hessian;
  let bestGain = toBeat;
  let bestBin = 0;
  let bestMissingLeft = false;
  let gradient = 0;
  let hessian = 0;
  // The last bin closes the search only against the missing: present left, missing right.
  const lastBin = someMissing ? binCount - 1 : binCount - 2;
  for (let bin = 1; bin <= lastBin; bin++) {
    const slot = from + 2 * bin;
    // An empty bin divides as the one before it; only the noise of subtraction could make it seem better.
    if (bin > 1 && histogram[slot + 1]! <= emptyShare * total.hessian) continue;
    gradient += histogram[slot]!;
    hessian += histogram[slot + 1]!;
    for (let side = 0; side <= (someMissing && bin < binCount - 1 ? 1 : 0); side++) {
      const leftGradient = side === 1 ? gradient + missingGradient : gradient;
      const leftHessian = side === 1 ? hessian + missingHessian : hessian;
      const rightHessian = total.hessian - leftHessian;
      if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
      const rightGradient = total.gradient - leftGradient;
      const gain =
        (leftGradient * leftGradient) / (leftHessian + l2) +
        (rightGradient * rightGradient) / (rightHessian + l2) -
        parentScore;
      if (gain > bestGain) {
        bestGain = gain;
        bestBin = bin;
        bestMissingLeft = side === 1;
      }
    }
  }
  if (bestBin === 0) return undefined;
  let leftGradient = bestMissingLeft ? missingGradient : 0;
  let leftHessian = bestMissingLeft ? missingHessian : 0;
  for (let bin = 1; bin <= bestBin; bin++) {
    leftGradient += histogram[from + 2 * bin]!;
    leftHessian += histogram[from + 2 * bin + 1]!;
  }
  const left = { gradient: leftGradient, hessian: leftHessian };
  const right = { gradient: total.gradient - leftGradient, hessian: total.hessian - leftHessian };
  // Where nothing was missing, later missing values follow the majority.
  const missingLeft = someMissing ? bestMissingLeft : left.hessian >= right.hessian;
  return { feature, gain: bestGain, left, right, missingLeft, bin: bestBin, leftBins: undefined };
}

/** Fisher's trick: with categories in the order of their gradients the best subset is a prefix. */
function bestCategoricalSplit(
  histogram: Histogram,
  from: number,
  binCount: number,
  feature: number,
  total: Sums,
  options: SplitOptions,
  toBeat: number,
): Split | undefined {
  const present: number[] = [];
  for (let bin = 0; bin < binCount; bin++)
    if (histogram[from + 2 * bin + 1]! > emptyShare * total.hessian) present.push(bin);
  const l2 = present.length <= fewCategories ? options.l2 : options.l2 + categoryL2;
  const order = (bin: number) =>
    histogram[from + 2 * bin]! / (histogram[from + 2 * bin + 1]! + categorySmoothing);
  present.sort((a, b) => order(a) - order(b) || a - b);
  const parentScore = total.gradient ** 2 / (total.hessian + l2);
  let bestGain = toBeat;
  let bestLength = 0;
  let best: Sums = { gradient: 0, hessian: 0 };
  let gradient = 0;
  let hessian = 0;
  for (let length = 1; length < present.length; length++) {
    const slot = from + 2 * present[length - 1]!;
    gradient += histogram[slot]!;
    hessian += histogram[slot + 1]!;
    const rightHessian = total.hessian - hessian;
    if (hessian < options.minChildWeight || rightHessian < options.minChildWeight) continue;
    const rightGradient = total.gradient - gradient;
    const gain = gradient ** 2 / (hessian + l2) + rightGradient ** 2 / (rightHessian + l2) - parentScore;
    if (gain > bestGain) {
      bestGain = gain;
      bestLength = length;
      best = { gradient, hessian };
    }
  }
  if (bestLength === 0) return undefined;
  const right = { gradient: total.gradient - best.gradient, hessian: total.hessian - best.hessian };
  const leftBins = new Uint8Array(binCount);
  // Categories that no row of this node has follow the majority, as unseen ones do.
  if (best.hessian >= right.hessian) leftBins.fill(1);
  present.forEach((bin, index) => {
    leftBins[bin] = index < bestLength ? 1 : 0;
  });
  return {
    feature,
    gain: bestGain,
    left: best,
    right,
    missingLeft: leftBins[missingBin] === 1,
    bin: 0,
    leftBins,
  };
}
