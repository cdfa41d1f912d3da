import type { Derivatives } from '../losses/loss.ts';
import type { BinnedTable } from './binning.ts';
import { buildHistogram, type Histogram, subtractHistogram } from './histogram.ts';
import { bestSplit, type Split, type SplitOptions, type Sums } from './splitting.ts';

export interface GrowOptions extends SplitOptions {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly learningRate: number;
}

/** A node while a tree grows: it knows its rows. Prediction has a leaner structure of its own (forest.ts). */
export interface TrainingNode {
  /** Its rows are rows[start..end). */
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: Sums;
  histogram: Histogram | undefined;
  /** The division to make, or made once `children` is set. */
  split: Split | undefined;
  children: readonly [TrainingNode, TrainingNode] | undefined;
  /** What a leaf adds to the raw score. */
  readonly value: number;
}

/** Arrays reused from tree to tree. `rows` lists the training rows; growing permutes it. */
export interface GrowScratch {
  readonly rows: Int32Array;
  readonly moved: Int32Array;
  readonly gathered: Derivatives;
  readonly spare: Histogram[];
}

export function growScratch(rowCount: number): GrowScratch {
  return {
    rows: Int32Array.from({ length: rowCount }, (_, row) => row),
    moved: new Int32Array(rowCount),
    gathered: { gradients: new Float64Array(rowCount), hessians: new Float64Array(rowCount) },
    spare: [],
  };
}

/** Grows one tree leaf by leaf, always dividing the leaf that gains most (Shi 2007; LightGBM). */
export function growTree(
  whole: BinnedTable,
  derivatives: Derivatives,
  features: Int32Array,
  options: GrowOptions,
  scratch: GrowScratch,
): TrainingNode {
  const { rows } = scratch;
  const { table, size } = narrowed(whole, features);
  const takeHistogram = () =>
    (scratch.spare.pop() ?? new Float64Array(2 * whole.offsets[whole.features.length]!)).subarray(0, size);
  const release = (node: TrainingNode) => {
    if (node.histogram !== undefined) scratch.spare.push(new Float64Array(node.histogram.buffer));
    node.histogram = undefined;
  };
  const nodeOf = (start: number, end: number, depth: number, sums: Sums): TrainingNode => ({
    start,
    end,
    depth,
    sums,
    histogram: undefined,
    split: undefined,
    children: undefined,
    value: (-options.learningRate * sums.gradient) / (sums.hessian + options.l2),
  });
  const canDivide = (node: TrainingNode) =>
    node.depth < options.maxDepth &&
    node.end - node.start > 1 &&
    node.sums.hessian >= 2 * options.minChildWeight;
  const search = (node: TrainingNode) => {
    node.split = bestSplit(node.histogram!, table, features, node.sums, options);
    if (node.split === undefined) release(node);
  };

  const root = nodeOf(0, rows.length, 0, sumsOf(rows, derivatives));
  if (!canDivide(root) || options.maxLeaves < 2) return root;
  root.histogram = takeHistogram();
  buildHistogram(root.histogram, table, features, rows, 0, rows.length, derivatives, scratch.gathered);
  search(root);

  const leaves = [root];
  while (leaves.length < options.maxLeaves) {
    const chosen = mostGaining(leaves);
    if (chosen === undefined) break;
    const node = leaves[chosen]!;
    const split = node.split!;
    const middle = partition(table, split, scratch, node.start, node.end);
    const left = nodeOf(node.start, middle, node.depth + 1, split.left);
    const right = nodeOf(middle, node.end, node.depth + 1, split.right);
    node.children = [left, right];
    leaves.splice(chosen, 1, left, right);
    const last = leaves.length >= options.maxLeaves;
    const open = last ? [] : [left, right].filter(canDivide);
    if (open.length === 0) {
      release(node);
      continue;
    }
    const small = middle - node.start <= node.end - middle ? left : right;
    const large = small === left ? right : left;
    small.histogram = takeHistogram();
    buildHistogram(
      small.histogram,
      table,
      features,
      rows,
      small.start,
      small.end,
      derivatives,
      scratch.gathered,
    );
    if (canDivide(large)) {
      subtractHistogram(node.histogram!, small.histogram);
      large.histogram = node.histogram;
      node.histogram = undefined;
    } else release(node);
    if (!canDivide(small)) release(small);
    for (const child of open) search(child);
  }
  for (const leaf of leaves) {
    release(leaf);
    leaf.split = undefined;
  }
  return root;
}

/** The table with histograms that hold only the given features, and their size. */
function narrowed(table: BinnedTable, features: Int32Array): { table: BinnedTable; size: number } {
  const offsets = new Int32Array(table.offsets.length);
  let next = 0;
  for (const feature of features) {
    offsets[feature] = next;
    next += table.features[feature]!.binCount;
  }
  return { table: { ...table, offsets }, size: 2 * next };
}

/** The leaves below a node, from left to right. */
export function leavesOf(node: TrainingNode): TrainingNode[] {
  return node.children === undefined ? [node] : node.children.flatMap(leavesOf);
}

function mostGaining(leaves: readonly TrainingNode[]): number | undefined {
  let best: number | undefined;
  leaves.forEach(({ split }, index) => {
    if (split !== undefined && (best === undefined || split.gain > leaves[best]!.split!.gain)) best = index;
  });
  return best;
}

function sumsOf(rows: Int32Array, { gradients, hessians }: Derivatives): Sums {
  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  return { gradient, hessian };
}

/** Moves the rows that go left to the front, keeping the order within both sides; returns where right begins. */
function partition(
  table: BinnedTable,
  split: Split,
  { rows, moved }: GrowScratch,
  start: number,
  end: number,
): number {
  const bins = table.bins[split.feature]!;
  const goesLeft = new Uint8Array(table.features[split.feature]!.binCount);
  if (split.leftBins === undefined) {
    goesLeft.fill(1, 1, split.bin + 1);
    goesLeft[0] = split.missingLeft ? 1 : 0;
  } else goesLeft.set(split.leftBins);
  let left = start;
  let right = 0;
  for (let index = start; index < end; index++) {
    const row = rows[index]!;
    if (goesLeft[bins[row]!] === 1) rows[left++] = row;
    else moved[right++] = row;
  }
  rows.set(moved.subarray(0, right), left);
  return left;
}
