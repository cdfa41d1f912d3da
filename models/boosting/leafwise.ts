import type { BinnedTable } from './binning.ts';
import { type Drawer, drawer } from './drawer.ts';
import type { Grower, GrowOptions, GrowRequest } from './grower.ts';
import { type GrownTree, grownTreeBuilder } from './grownTree.ts';
import { nodeValue } from './nodeSums.ts';
import type { Split } from './splitSearch.ts';
import type { SearchedNode, TreeEngine, ValuedRange } from './treeEngine.ts';

/** A leaf of the growing tree. */
interface Leaf {
  readonly node: number;
  readonly depth: number;
  readonly searched: SearchedNode;
  readonly value: number;
  split: Split | undefined;
  slot: number;
}

/** Grows trees leaf by leaf, always dividing the leaf that gains most (Shi 2007; LightGBM). */
export function leafwiseGrower(engine: TreeEngine, table: BinnedTable, options: GrowOptions): Grower {
  const { maxLeaves, maxDepth, l2, minChildWeight, minChildRows, monotone, featuresPerNode } = options;

  const canDivide = (start: number, end: number, hessian: number, depth: number) =>
    depth < maxDepth && end - start >= 2 * minChildRows && end - start > 1 && hessian >= 2 * minChildWeight;

  const grow = (request: GrowRequest): GrownTree => {
    const builder = grownTreeBuilder();
    const free: number[] = [];
    let slots = 0;
    const takeSlot = () => free.pop() ?? slots++;
    const { count, sums } = engine.begin(request);
    const leafOf = (searched: SearchedNode, depth: number): Leaf => {
      const value = nodeValue(searched.sums, l2, searched.low, searched.high);
      const node = builder.add({ start: searched.start, end: searched.end, value });
      return { node, depth, searched, value, split: undefined, slot: -1 };
    };
    const chosenBy = drawer(request.seed ?? 0);
    const considered = () => consideredFeatures(request.features.length, featuresPerNode, chosenBy);
    const root = leafOf(
      {
        ...considered(),
        start: 0,
        end: count,
        sums,
        low: Number.NEGATIVE_INFINITY,
        high: Number.POSITIVE_INFINITY,
        open: maxLeaves > 1 && request.features.length > 0 && canDivide(0, count, sums.hessian, 0),
      },
      0,
    );
    const leaves = [root];
    if (root.searched.open) {
      root.slot = takeSlot();
      root.split = engine.searchRoot(root.slot, root.searched);
    }
    while (leaves.length < maxLeaves) {
      const chosen = mostGaining(leaves);
      if (chosen === undefined) break;
      const parent = leaves[chosen]!;
      const split = parent.split!;
      const middle = engine.partition(split, parent.searched.start, parent.searched.end);
      const last = leaves.length + 1 >= maxLeaves;
      const [low, high] = boundsBelow(parent, split, monotone?.[split.feature] ?? 0, l2);
      const depth = parent.depth + 1;
      const childOf = (left: boolean): Leaf => {
        const sums = left ? split.left : split.right;
        const start = left ? parent.searched.start : middle;
        const end = left ? middle : parent.searched.end;
        return leafOf(
          {
            ...considered(),
            start,
            end,
            sums,
            low: low[left ? 0 : 1]!,
            high: high[left ? 0 : 1]!,
            open: !last && canDivide(start, end, sums.hessian, depth),
          },
          depth,
        );
      };
      const left = childOf(true);
      const right = childOf(false);
      builder.divide(parent.node, split, left.node);
      leaves.splice(chosen, 1, left, right);
      if (left.searched.open || right.searched.open) {
        const leftSmaller =
          left.searched.end - left.searched.start <= right.searched.end - right.searched.start;
        const [small, large] = leftSmaller ? [left, right] : [right, left];
        small.slot = takeSlot();
        large.slot = parent.slot;
        [small.split, large.split] = engine.divide(parent.slot, small.slot, small.searched, large.searched);
        for (const child of [small, large]) if (child.split === undefined) free.push(child.slot);
      } else free.push(parent.slot);
    }
    return builder.build(engine.cover);
  };

  /** Lets the rows the tree was not grown on fall through it, dividing them as growing does. */
  const route = (tree: GrownTree, node: number, start: number, end: number, add: AddRange): void => {
    if (start === end) return;
    const left = tree.left[node]!;
    if (left < 0) add(node, start, end);
    else {
      const middle = engine.partition(splitOf(tree, node), start, end);
      route(tree, left, start, middle, add);
      route(tree, left + 1, middle, end, add);
    }
  };

  return {
    rowCount: table.rowCount,
    gradients: engine.gradients,
    hessians: engine.hessians,
    rows: engine.rows,
    scores: (output) => engine.scores(output),
    grow,
    addScores(tree, scale, output = 0) {
      const ranges: ValuedRange[] = [];
      const add: AddRange = (node, start, end) =>
        ranges.push({ start, end, value: scale * tree.value[node]! });
      for (let node = 0; node < tree.nodeCount; node++)
        if (tree.left[node]! < 0) add(node, tree.start[node]!, tree.end[node]!);
      const others = engine.appendOthers();
      if (others > 0) route(tree, 0, table.rowCount - others, table.rowCount, add);
      engine.addToRanges(ranges, output);
    },
    close: () => engine.close(),
  };
}

/** Which of a tree's features a node may ask for, anew for each node. */
function consideredFeatures(
  count: number,
  featuresPerNode: number | undefined,
  random: Drawer,
): Pick<SearchedNode, 'considered'> {
  if (featuresPerNode === undefined || featuresPerNode >= count) return {};
  const considered = new Uint8Array(count);
  // Floyd's sample: one draw per feature taken.
  for (let last = count - featuresPerNode; last < count; last++) {
    const drawn = random.below(last + 1);
    considered[considered[drawn] === 1 ? last : drawn] = 1;
  }
  return { considered };
}

type AddRange = (node: number, start: number, end: number) => void;

function splitOf(tree: GrownTree, node: number): Split {
  const nothing = { gradient: 0, hessian: 0 };
  return {
    feature: tree.feature[node]!,
    bin: tree.bin[node]!,
    missingLeft: tree.missingLeft[node] === 1,
    leftBins: tree.leftBins.get(node),
    gain: tree.gain[node]!,
    left: nothing,
    right: nothing,
  };
}

function mostGaining(leaves: readonly Leaf[]): number | undefined {
  let best: number | undefined;
  for (let index = 0; index < leaves.length; index++) {
    const { split } = leaves[index]!;
    if (split !== undefined && (best === undefined || split.gain > leaves[best]!.split!.gain)) best = index;
  }
  return best;
}

/** [low, high] of the left and of the right child. */
function boundsBelow(
  { searched: { low, high } }: Leaf,
  split: Split,
  direction: number,
  l2: number,
): [[number, number], [number, number]] {
  if (direction === 0 || split.leftBins !== undefined)
    return [
      [low, low],
      [high, high],
    ];
  const middle = (nodeValue(split.left, l2, low, high) + nodeValue(split.right, l2, low, high)) / 2;
  return direction > 0
    ? [
        [low, middle],
        [middle, high],
      ]
    : [
        [middle, low],
        [high, middle],
      ];
}
