import type { Random } from '../../base/random.ts';
import { type BinnedTable, missingBin } from '../boosting/binning.ts';
import type { NodeSplit } from '../boosting/grownTree.ts';
import { rowsByBin } from './rowsByBin.ts';

/** Rows of several classes that a tree is grown on. */
export interface ClassRows {
  readonly table: BinnedTable;
  /** Class index of every row of the table. */
  readonly target: Float64Array;
  /** How much each row counts in this tree. */
  readonly mass: Float64Array;
  readonly classCount: number;
  /** Those with mass; growing permutes them. */
  readonly rows: Int32Array;
}

/** A node that is to be divided: its rows are rows[start..end). */
export interface ClassNode {
  readonly start: number;
  readonly end: number;
  /** Mass of each class. */
  readonly masses: Float64Array;
  readonly total: number;
}

const noCut = { cut: -1, score: 0 };

/** Gains below this share of the node's own score are rounding. */
const noiseShare = 1e-10;

/**
 * Finds the division that lowers Gini's impurity most (Breiman et al. 1984): the one with the largest sum over both sides
 * of squared class masses / mass. Rows are taken from right to left one by one in the order of their bins, which costs
 * the same however many classes there are.
 */
export function classSplitSearch(
  { table, target, mass, classCount, rows }: ClassRows,
  minLeafMass: number,
  thresholds: 'best' | 'random',
  random: Random,
): (node: ClassNode, feature: number, toBeat: number) => NodeSplit | undefined {
  const ordered = rowsByBin(rows.length);
  const left = new Float64Array(classCount);
  const right = new Float64Array(classCount);

  /**
   * The best place to cut the ordered rows: before this index. Places are where the key changes, `first` to `last`; rows
   * before `from` stay on the right.
   */
  const bestCut = (node: ClassNode, from: number, first: number, last: number, toBeat: number) => {
    const count = node.end - node.start;
    left.fill(0);
    right.set(node.masses);
    let leftSquares = 0;
    let rightSquares = right.reduce((sum, each) => sum + each * each, 0);
    let leftMass = 0;
    let best = toBeat;
    let cut = -1;
    for (let at = from; at < last; at++) {
      const row = ordered.rows[at]!;
      const own = mass[row]!;
      const of = target[row]!;
      leftSquares += own * (2 * left[of]! + own);
      rightSquares -= own * (2 * right[of]! - own);
      left[of]! += own;
      right[of]! -= own;
      leftMass += own;
      const rightMass = node.total - leftMass;
      if (rightMass < minLeafMass) break;
      if (at + 1 < first || leftMass < minLeafMass) continue;
      if (at + 1 < count && ordered.keys[at] === ordered.keys[at + 1]) continue;
      const score = leftSquares / leftMass + rightSquares / rightMass;
      if (score > best) {
        best = score;
        cut = at + 1;
      }
    }
    return { score: best, cut };
  };

  const numericSplit = (node: ClassNode, feature: number, toBeat: number): NodeSplit | undefined => {
    const count = node.end - node.start;
    ordered.order(rows, node.start, node.end, table.bins[feature]!, undefined);
    let missing = 0;
    while (missing < count && ordered.keys[missing] === missingBin) missing++;
    let first = missing + 1;
    let last = count;
    if (thresholds === 'random') {
      const lowest = ordered.keys[Math.min(missing, count - 1)]!;
      const highest = ordered.keys[count - 1]!;
      const bin = highest > lowest ? lowest + random.integer(highest - lowest) : highest;
      while (first < count && ordered.keys[first]! <= bin) first++;
      last = first;
    }
    const apart = bestCut(node, missing, first, last, toBeat);
    const along = missing > 0 ? bestCut(node, 0, first, last, apart.score) : noCut;
    const { cut, score } = along.cut > 0 ? along : apart;
    if (cut < 0) return undefined;
    // Where nothing was missing, later missing values follow the majority.
    const missingLeft = missing > 0 ? along.cut > 0 : 2 * cut >= count;
    return { feature, gain: score, bin: ordered.keys[cut - 1]!, missingLeft, leftBins: undefined };
  };

  /** With several classes no order of categories is best: they are put in that of a number drawn for each class. */
  const categoricalSplit = (node: ClassNode, feature: number, toBeat: number): NodeSplit | undefined => {
    const { binCount } = table.features[feature]!;
    const column = table.bins[feature]!;
    const numbers = Float64Array.from(left, () => random.normal());
    const sums = new Float64Array(binCount);
    const masses = new Float64Array(binCount);
    for (let index = node.start; index < node.end; index++) {
      const row = rows[index]!;
      masses[column[row]!]! += mass[row]!;
      sums[column[row]!]! += mass[row]! * numbers[target[row]!]!;
    }
    const present = [...masses.keys()].filter((bin) => masses[bin]! > 0);
    const rank = new Uint8Array(binCount);
    if (thresholds === 'random') for (const bin of present) rank[bin] = random.integer(2);
    else
      present
        .sort((a, b) => sums[a]! / masses[a]! - sums[b]! / masses[b]! || a - b)
        .forEach((bin, at) => {
          rank[bin] = at;
        });
    ordered.order(rows, node.start, node.end, column, rank);
    const { cut, score } = bestCut(node, 0, 1, node.end - node.start, toBeat);
    if (cut < 0 || cut === node.end - node.start) return undefined;
    const leftBins = new Uint8Array(binCount);
    // Categories that no row of this node has follow the majority, as unseen ones do.
    if (2 * cut >= node.end - node.start) leftBins.fill(1);
    const highest = ordered.keys[cut - 1]!;
    for (const bin of present) leftBins[bin] = rank[bin]! <= highest ? 1 : 0;
    return { feature, gain: score, bin: 0, missingLeft: leftBins[missingBin] === 1, leftBins };
  };

  return (node, feature, toBeat) =>
    table.features[feature]!.kind === 'numeric'
      ? numericSplit(node, feature, toBeat)
      : categoricalSplit(node, feature, toBeat);
}

/** Sum of squared class masses / mass; a division has to beat it by more than rounding. */
export function scoreToBeat({ masses, total }: ClassNode): number {
  return (masses.reduce((sum, each) => sum + each * each, 0) / total) * (1 + noiseShare);
}
