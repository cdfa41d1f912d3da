import type { Random } from '../../base/random.ts';
import { type GrownTree, grownTreeBuilder, type NodeSplit } from '../boosting/grownTree.ts';
import { type ClassNode, type ClassRows, classSplitSearch, scoreToBeat } from './classSplit.ts';
import type { ForestPlan } from './forestOptions.ts';

/** A tree of several classes. */
interface ClassTree {
  /** Its values are empty: see `shares`. */
  readonly tree: GrownTree;
  /** Per class the share of each node's mass. */
  readonly shares: readonly Float64Array[];
}

/** Grows a tree depth first until its leaves are pure or may not be divided (Breiman 2001; Geurts et al. 2006). */
export function growClassTree(given: ClassRows, plan: ForestPlan, random: Random): ClassTree {
  const { table, target, mass, classCount, rows } = given;
  const { maxDepth, minLeafRows, featuresPerNode } = plan;
  const search = classSplitSearch(given, minLeafRows, plan.thresholds, random);
  const order = Int32Array.from(table.features.keys());
  const builder = grownTreeBuilder();
  const masses: Float64Array[] = [];

  const varies = (feature: number, { start, end }: ClassNode) => {
    const column = table.bins[feature]!;
    const first = column[rows[start]!];
    for (let index = start + 1; index < end; index++) if (column[rows[index]!] !== first) return true;
    return false;
  };
  const bestSplit = (node: ClassNode): NodeSplit | undefined => {
    let best: NodeSplit | undefined;
    let visited = 0;
    let toBeat = scoreToBeat(node);
    for (let at = 0; at < order.length && visited < featuresPerNode; at++) {
      const other = at + random.integer(order.length - at);
      const feature = order[other]!;
      order[other] = order[at]!;
      order[at] = feature;
      if (!varies(feature, node)) continue;
      visited++;
      const found = search(node, feature, toBeat);
      if (found !== undefined) {
        best = found;
        toBeat = found.gain;
      }
    }
    return best;
  };
  const partition = (split: NodeSplit, { start, end }: ClassNode): number => {
    const column = table.bins[split.feature]!;
    let left = start;
    const others: number[] = [];
    for (let index = start; index < end; index++) {
      const row = rows[index]!;
      if (goesLeft(split, column[row]!)) rows[left++] = row;
      else others.push(row);
    }
    rows.set(others, left);
    return left;
  };
  const addNode = (start: number, end: number, depth: number) => {
    const ofClass = new Float64Array(classCount);
    let total = 0;
    for (let index = start; index < end; index++) {
      ofClass[target[rows[index]!]!]! += mass[rows[index]!]!;
      total += mass[rows[index]!]!;
    }
    masses.push(ofClass);
    return { start, end, masses: ofClass, total, depth, node: builder.add({ start, end, value: 0 }) };
  };

  const open = [addNode(0, rows.length, 0)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { masses: ofClass, total, depth, node } = next;
    if (ofClass.includes(total) || depth >= maxDepth || total < 2 * minLeafRows) continue;
    const split = bestSplit(next);
    if (split === undefined) continue;
    const middle = partition(split, next);
    const left = addNode(next.start, middle, depth + 1);
    const right = addNode(middle, next.end, depth + 1);
    builder.divide(node, split, left.node);
    open.push(right, left);
  }
  const tree = builder.build((start, end) => {
    let sum = 0;
    for (let index = start; index < end; index++) sum += mass[rows[index]!]!;
    return sum;
  });
  const totals = masses.map((ofClass) => ofClass.reduce((sum, each) => sum + each, 0));
  const shares = Array.from({ length: classCount }, (_, each) =>
    Float64Array.from(masses, (ofClass, node) => ofClass[each]! / totals[node]!),
  );
  return { tree, shares };
}

function goesLeft({ leftBins, missingLeft, bin }: NodeSplit, value: number): boolean {
  if (leftBins !== undefined) return leftBins[value] === 1;
  return value === 0 ? missingLeft : value <= bin;
}
