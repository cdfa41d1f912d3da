/** A tree as it was grown, in flat arrays. Node 0 is the root; the children of a node stand side by side after it. */
export interface GrownTree {
  readonly nodeCount: number;
  /** Feature that a node asks for; -1 in a leaf. */
  readonly feature: Int32Array;
  /** Numeric node: bins 1 to `bin` go left. */
  readonly bin: Uint8Array;
  /** 1 when the missing (bin 0) go left. */
  readonly missingLeft: Uint8Array;
  /** Categorical nodes: 1 for each bin (bin 0 among them) that goes left. */
  readonly leftBins: ReadonlyMap<number, Uint8Array>;
  /** Left child; the right one is the next. -1 in a leaf. */
  readonly left: Int32Array;
  /** Newton step -gradient / (hessian + l2) within monotone bounds; of inner nodes too. Learning rate not applied. */
  readonly value: Float64Array;
  /** Gain of a node's split; 0 in a leaf. */
  readonly gain: Float64Array;
  /** Weight of the rows the tree was grown on that reached the node. */
  readonly cover: Float64Array;
  /** The node's rows are `rows[start..end)` of the grower, until it grows the next tree. */
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Nodes of a growing tree, collected one by one. */
export interface GrownTreeBuilder {
  add(node: { start: number; end: number; value: number }): number;
  divide(node: number, split: NodeSplit, left: number): void;
  /** `coverOf` gives the weight of the rows in a range; inner nodes sum their leaves. */
  build(coverOf: (start: number, end: number) => number): GrownTree;
}

export interface NodeSplit {
  readonly feature: number;
  readonly gain: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly leftBins: Uint8Array | undefined;
}

export function grownTreeBuilder(): GrownTreeBuilder {
  const feature: number[] = [];
  const bin: number[] = [];
  const missingLeft: number[] = [];
  const leftBins = new Map<number, Uint8Array>();
  const lefts: number[] = [];
  const value: number[] = [];
  const gain: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  return {
    add(node) {
      feature.push(-1);
      bin.push(0);
      missingLeft.push(0);
      lefts.push(-1);
      value.push(node.value);
      gain.push(0);
      starts.push(node.start);
      return ends.push(node.end) - 1;
    },
    divide(node, split, left) {
      feature[node] = split.feature;
      bin[node] = split.bin;
      missingLeft[node] = split.missingLeft ? 1 : 0;
      if (split.leftBins !== undefined) leftBins.set(node, split.leftBins);
      lefts[node] = left;
      gain[node] = split.gain;
    },
    build(coverOf) {
      const cover = new Float64Array(feature.length);
      for (let node = feature.length - 1; node >= 0; node--) {
        const left = lefts[node]!;
        cover[node] = left < 0 ? coverOf(starts[node]!, ends[node]!) : cover[left]! + cover[left + 1]!;
      }
      return {
        nodeCount: feature.length,
        feature: Int32Array.from(feature),
        bin: Uint8Array.from(bin),
        missingLeft: Uint8Array.from(missingLeft),
        leftBins,
        left: Int32Array.from(lefts),
        value: Float64Array.from(value),
        gain: Float64Array.from(gain),
        cover,
        start: Int32Array.from(starts),
        end: Int32Array.from(ends),
      };
    },
  };
}
