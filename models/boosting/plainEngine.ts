import type { BinnedTable } from './binning.ts';
import { gridUnit, roundHessian, roundingConstant } from './derivativeGrid.ts';
import type { GrowOptions, GrowRequest, GrowRows } from './grower.ts';
import { deriveLogistic, deriveSquared, logisticBounds } from './plainDerivatives.ts';
import {
  bestBoundedThreshold,
  bestSubset,
  bestThreshold,
  nodeRules,
  type Split,
  type SplitRules,
} from './splitSearch.ts';
import type { SearchedNode, TreeEngine } from './treeEngine.ts';

/** How boosting treats categories. */
export const boostingRules = { categorySmoothing: 10, categoryL2: 10 };

/** Growing in plain TypeScript: the oracle of the WebAssembly kernels. */
export function plainEngine(table: BinnedTable, given: GrowRows, options: GrowOptions): TreeEngine {
  const { rowCount, bins } = table;
  const gradients = new Float64Array(rowCount);
  const hessians = new Float64Array(rowCount);
  const rounded = { gradients: new Float64Array(rowCount), hessians: new Float64Array(rowCount) };
  const scores = Array.from({ length: given.outputs ?? 1 }, () => new Float64Array(rowCount));
  const rows = new Int32Array(rowCount);
  const moved = new Int32Array(rowCount);
  const slots: Float64Array[] = [];
  const size = 2 * table.offsets[table.features.length]!;
  let features: Int32Array = new Int32Array();
  let count = 0;
  const rules: SplitRules = { ...boostingRules, ...options };

  const slotOf = (slot: number) => {
    slots[slot] ??= new Float64Array(size);
    return slots[slot];
  };
  const build = (slot: number, start: number, end: number) => {
    const histogram = slotOf(slot);
    for (const feature of features) {
      const from = 2 * table.offsets[feature]!;
      histogram.fill(0, from, 2 * table.offsets[feature + 1]!);
      for (let index = start; index < end; index++) {
        const row = rows[index]!;
        const at = from + 2 * bins[feature]![row]!;
        histogram[at]! += rounded.gradients[row]!;
        histogram[at + 1]! += rounded.hessians[row]!;
      }
    }
  };
  const search = (slot: number, node: SearchedNode): Split | undefined => {
    if (!node.open) return undefined;
    const histogram = slotOf(slot);
    const ofNode = nodeRules(node, rules);
    const bounded = node.low !== Number.NEGATIVE_INFINITY || node.high !== Number.POSITIVE_INFINITY;
    let best: Split | undefined;
    for (let index = 0; index < features.length; index++) {
      if (node.considered?.[index] === 0) continue;
      const feature = features[index]!;
      const { kind, binCount } = table.features[feature]!;
      const from = 2 * table.offsets[feature]!;
      const direction = options.monotone?.[feature] ?? 0;
      const found =
        kind === 'categorical'
          ? bestSubset(histogram, from, binCount, node, rules)
          : bounded || direction !== 0
            ? bestBoundedThreshold(histogram, from, binCount, node.sums, ofNode, direction)
            : bestThreshold(histogram, from, binCount, node.sums, ofNode);
      if (found !== undefined && (best === undefined || found.gain > best.gain)) best = { feature, ...found };
    }
    return best;
  };

  return {
    gradients,
    hessians,
    rows,
    scores: (output) => scores[output]!,
    begin(request: GrowRequest) {
      features = request.features;
      if (request.derivatives === 'logistic') deriveLogistic(scores[0]!, given, { gradients, hessians });
      if (request.derivatives === 'squared') deriveSquared(scores[0]!, given, { gradients, hessians });
      // The logistic loss's derivatives have bounds that need no look at them.
      const bounds = request.derivatives === 'logistic' ? logisticBounds(given) : undefined;
      const hessianUnit = gridUnit(bounds?.hessian ?? largest(hessians), rowCount);
      const gradientConstant = roundingConstant(gridUnit(bounds?.gradient ?? largest(gradients), rowCount));
      const hessianConstant = roundingConstant(hessianUnit);
      for (let row = 0; row < rowCount; row++) {
        rounded.gradients[row] = gradients[row]! + gradientConstant - gradientConstant;
        rounded.hessians[row] = roundHessian(hessians[row]!, hessianUnit, hessianConstant);
      }
      count = request.rows?.length ?? rowCount;
      if (request.rows === undefined) for (let row = 0; row < rowCount; row++) rows[row] = row;
      else rows.set(request.rows);
      let gradient = 0;
      let hessian = 0;
      for (let index = 0; index < count; index++) {
        gradient += rounded.gradients[rows[index]!]!;
        hessian += rounded.hessians[rows[index]!]!;
      }
      return { count, sums: { gradient, hessian } };
    },
    searchRoot(slot, root) {
      build(slot, root.start, root.end);
      return search(slot, root);
    },
    partition(split, start, end) {
      const column = bins[split.feature]!;
      const goesLeft = leftBinsOf(split);
      let left = start;
      let right = 0;
      for (let index = start; index < end; index++) {
        const row = rows[index]!;
        if (goesLeft[column[row]!] === 1) rows[left++] = row;
        else moved[right++] = row;
      }
      rows.set(moved.subarray(0, right), left);
      return left;
    },
    divide(parentSlot, slot, small, large) {
      build(slot, small.start, small.end);
      if (large.open) {
        const parent = slotOf(parentSlot);
        const child = slotOf(slot);
        for (let at = 0; at < size; at++) parent[at]! -= child[at]!;
      }
      return [search(slot, small), search(parentSlot, large)];
    },
    cover(start, end) {
      if (given.weights === undefined) return end - start;
      let sum = 0;
      for (let index = start; index < end; index++) sum += given.weights[rows[index]!]!;
      return sum;
    },
    appendOthers() {
      if (count === rowCount) return 0;
      const inside = new Uint8Array(rowCount);
      for (let index = 0; index < count; index++) inside[rows[index]!] = 1;
      let next = count;
      for (let row = 0; row < rowCount; row++) if (inside[row] === 0) rows[next++] = row;
      return rowCount - count;
    },
    addToRanges(ranges, output) {
      const into = scores[output]!;
      for (const { start, end, value } of ranges)
        for (let index = start; index < end; index++) into[rows[index]!]! += value;
    },
    close() {},
  };
}

/** 1 for each bin that goes left. */
function leftBinsOf(split: Split): Uint8Array {
  const goesLeft = new Uint8Array(256);
  if (split.leftBins === undefined) {
    goesLeft.fill(1, 1, split.bin + 1);
    goesLeft[0] = split.missingLeft ? 1 : 0;
  } else goesLeft.set(split.leftBins);
  return goesLeft;
}

function largest(values: Float64Array): number {
  let result = 0;
  for (let row = 0; row < values.length; row++) {
    const value = Math.abs(values[row]!);
    if (Number.isNaN(value)) return value;
    result = Math.max(result, value);
  }
  return result;
}
