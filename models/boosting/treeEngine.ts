import type { GrowRequest } from './grower.ts';
import type { Sums } from './nodeSums.ts';
import type { Split } from './splitSearch.ts';

/** A node whose best split is asked for. */
export interface SearchedNode {
  /** Its rows are rows[start..end). */
  readonly start: number;
  readonly end: number;
  readonly sums: Sums;
  /** Bounds that monotone splits above put on its value. */
  readonly low: number;
  readonly high: number;
  /** A byte per feature of the request, 0 when the node may not ask for it; absent: it may ask for all. */
  readonly considered?: Uint8Array;
  /** False when it cannot be divided anyway. */
  readonly open: boolean;
}

/** rows[start..end) and what is added to their scores. */
export interface ValuedRange {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Does the work of growing on a table; plain TypeScript and WebAssembly are its two kinds. */
export interface TreeEngine {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly rows: Int32Array;
  scores(output: number): Float64Array;
  /** Rounds the derivatives, puts the request's rows into `rows` and returns how many they are, and their sums. */
  begin(request: GrowRequest): { readonly count: number; readonly sums: Sums };
  /** Fills histogram `slot` with all rows begun with, and searches it. */
  searchRoot(slot: number, root: SearchedNode): Split | undefined;
  /** Moves the rows that go left to the front, keeping the order within both sides; returns where right begins. */
  partition(split: Split, start: number, end: number): number;
  /**
   * Fills histogram `slot` with the smaller child, leaves the larger one's in `parentSlot` by subtraction, and searches
   * those that are open.
   */
  divide(
    parentSlot: number,
    slot: number,
    small: SearchedNode,
    large: SearchedNode,
  ): readonly [small: Split | undefined, large: Split | undefined];
  /** Weight of the rows in a range of `rows`. */
  cover(start: number, end: number): number;
  /** Puts the rows the tree was not grown on behind the others and returns how many they are. */
  appendOthers(): number;
  /** Adds each range's value to the scores of its rows. */
  addToRanges(ranges: readonly ValuedRange[], output: number): void;
  close(): void;
}
