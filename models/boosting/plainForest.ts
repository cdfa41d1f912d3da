import type { BinnedTable } from './binning.ts';
import { bootstrapCounts } from './bootstrap.ts';
import { forestGrid, roundHessian, roundingConstant } from './derivativeGrid.ts';
import { type Drawer, drawer } from './drawer.ts';
import type { ForestGrower, ForestGrowOptions } from './forestGrower.ts';
import type { GrowRows } from './grower.ts';
import { type GrownTree, grownTreeBuilder } from './grownTree.ts';
import type { Sums } from './nodeSums.ts';
import { randomSubset, randomThreshold } from './randomSplit.ts';
import { bestSubset, bestThreshold, nodeRules, type Split, type SplitRules } from './splitSearch.ts';
import type { SearchedNode } from './treeEngine.ts';

/** Seeds of a tree's splits differ from those of its rows. */
const splitSeed = (seed: number) => seed ^ 0x5bd1e995;

/** Forests in plain TypeScript: the oracle of the WebAssembly kernel. */
export function plainForestGrower(
  table: BinnedTable,
  { target, weights }: GrowRows,
  options: ForestGrowOptions,
): ForestGrower {
  const { rowCount } = table;
  const countsOf = (seed: number) =>
    options.bootstrap ? bootstrapCounts(rowCount, seed) : new Uint8Array(rowCount).fill(1);
  const rules: SplitRules = {
    l2: 0,
    minGain: options.minGain,
    minChildWeight: options.minChildWeight,
    minChildRows: 0,
    categoryL2: 0,
    categorySmoothing: 0,
  };

  const growOne = (seed: number): GrownTree => {
    const counts = countsOf(seed);
    const gradients = new Float64Array(rowCount);
    const hessians = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      hessians[row] = (weights === undefined ? 1 : weights[row]!) * counts[row]!;
      gradients[row] = -target[row]! * hessians[row]!;
    }
    const { gradientConstant, hessianUnit } = forestGrid(target, weights);
    const hessianConstant = roundingConstant(hessianUnit);
    for (let row = 0; row < rowCount; row++) {
      gradients[row] = gradients[row]! + gradientConstant - gradientConstant;
      hessians[row] = roundHessian(hessians[row]!, hessianUnit, hessianConstant);
    }
    const rows = Int32Array.from(counts.keys()).filter((row) => counts[row]! > 0);
    const random = drawer(splitSeed(seed));
    const order = Int32Array.from(table.features.keys());
    const builder = grownTreeBuilder();
    const histogram = new Float64Array(512);

    const sumsOf = (start: number, end: number): Sums & { pure: boolean } => {
      let gradient = 0;
      let hessian = 0;
      let pure = true;
      for (let index = start; index < end; index++) {
        const row = rows[index]!;
        gradient += gradients[row]!;
        hessian += hessians[row]!;
        if (target[row] !== target[rows[start]!]) pure = false;
      }
      return { gradient, hessian, pure };
    };
    const meanOf = ({ gradient, hessian }: Sums) => (hessian > 0 ? -gradient / hessian : 0);

    const search = (node: SearchedNode): Split | undefined => {
      let best: Split | undefined;
      let visited = 0;
      for (let at = 0; at < order.length && visited < options.featuresPerNode; at++) {
        const other = at + random.below(order.length - at);
        const feature = order[other]!;
        order[other] = order[at]!;
        order[at] = feature;
        const { kind, binCount } = table.features[feature]!;
        fill(histogram, table.bins[feature]!, binCount, rows, node, gradients, hessians);
        if (!varies(histogram, binCount)) continue;
        visited++;
        const found = searchFeature(histogram, kind, binCount, node, rules, options.thresholds, random);
        if (found !== undefined && (best === undefined || found.gain > best.gain))
          best = { feature, ...found };
      }
      return best;
    };

    const partition = (split: Split, start: number, end: number): number => {
      const column = table.bins[split.feature]!;
      const left: number[] = [];
      const right: number[] = [];
      for (let index = start; index < end; index++) {
        const row = rows[index]!;
        const bin = column[row]!;
        const goesLeft =
          split.leftBins !== undefined
            ? split.leftBins[bin] === 1
            : bin === 0
              ? split.missingLeft
              : bin <= split.bin;
        (goesLeft ? left : right).push(row);
      }
      rows.set(left, start);
      rows.set(right, start + left.length);
      return start + left.length;
    };

    const addNode = (start: number, end: number) => {
      const { pure, ...sums } = sumsOf(start, end);
      return { node: builder.add({ start, end, value: meanOf(sums) }), start, end, sums, pure };
    };
    const open = [{ ...addNode(0, rows.length), depth: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, start, end, sums, pure, depth } = next;
      if (pure || depth >= options.maxDepth || sums.hessian < options.minSplitWeight) continue;
      if (sums.hessian < 2 * options.minChildWeight) continue;
      const searched = {
        start,
        end,
        sums,
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
        open: true,
      };
      const split = search(searched);
      if (split === undefined) continue;
      const middle = partition(split, start, end);
      const left = addNode(start, middle);
      const right = addNode(middle, end);
      builder.divide(node, split, left.node);
      open.push({ ...right, depth: depth + 1 }, { ...left, depth: depth + 1 });
    }
    return builder.build((start, end) => {
      let sum = 0;
      for (let index = start; index < end; index++) sum += hessians[rows[index]!]!;
      return sum;
    });
  };

  return { grow: (seeds) => seeds.map(growOne), countsOf, close() {} };
}

function searchFeature(
  histogram: Float64Array,
  kind: 'numeric' | 'categorical',
  binCount: number,
  node: SearchedNode,
  rules: SplitRules,
  thresholds: 'best' | 'random',
  random: Drawer,
): Omit<Split, 'feature'> | undefined {
  if (kind === 'categorical')
    return thresholds === 'best'
      ? bestSubset(histogram, 0, binCount, node, rules)
      : randomSubset(histogram, binCount, node, rules, random);
  return thresholds === 'best'
    ? bestThreshold(histogram, 0, binCount, node.sums, nodeRules(node, rules))
    : randomThreshold(histogram, binCount, node, rules, random);
}

function fill(
  histogram: Float64Array,
  column: Uint8Array,
  binCount: number,
  rows: Int32Array,
  { start, end }: SearchedNode,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  histogram.fill(0, 0, 2 * binCount);
  for (let index = start; index < end; index++) {
    const row = rows[index]!;
    const at = 2 * column[row]!;
    histogram[at]! += gradients[row]!;
    histogram[at + 1]! += hessians[row]!;
  }
}

function varies(histogram: Float64Array, binCount: number): boolean {
  let present = 0;
  for (let bin = 0; bin < binCount; bin++) if (histogram[2 * bin + 1]! > 0) present++;
  return present > 1;
}
