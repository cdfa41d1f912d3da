import { threadCountOf } from '../kernels/threads.ts';
import { wasmForestGrower } from '../kernels/wasmForest.ts';
import type { BinnedTable } from './binning.ts';
import type { GrowContext, GrowRows } from './grower.ts';
import type { GrownTree } from './grownTree.ts';
import { plainForestGrower } from './plainForest.ts';

export interface ForestGrowOptions {
  readonly maxDepth: number;
  /** Least weight of rows in a child, above 0. */
  readonly minChildWeight: number;
  /** Least weight of rows in a node that is divided. */
  readonly minSplitWeight: number;
  /** Least share of the variance a split must take off, at least 0 (in units of weight x target^2). */
  readonly minGain: number;
  /** How many features that vary in a node are looked at to divide it. */
  readonly featuresPerNode: number;
  /** 'random' draws one threshold per feature (extra trees), uniform over the bins between the node's ends. */
  readonly thresholds: 'best' | 'random';
  /** Draw as many rows as there are, with replacement, for each tree. */
  readonly bootstrap: boolean;
}

/**
 * Grows independent trees for forests (Breiman 2001; Geurts et al. 2006), depth first until leaves are pure. A node's
 * value is the weighted mean of its targets, so for classes give 0 and 1 (variance is then half of Gini's impurity); for
 * several classes see models/forests/growClassTree.ts.
 */
export interface ForestGrower {
  /** One tree per seed, the same for the same seed; the threads grow different trees. Trees' rows are not kept. */
  grow(seeds: readonly number[]): GrownTree[];
  /** How often each row was drawn for the tree of a seed; 0: the tree has not seen it. */
  countsOf(seed: number): Uint8Array;
  close(): void;
}

export async function openForestGrower(
  table: BinnedTable,
  rows: GrowRows,
  options: ForestGrowOptions,
  context: GrowContext = {},
): Promise<ForestGrower> {
  return context.kernels === 'plain'
    ? plainForestGrower(table, rows, options)
    : wasmForestGrower(table, rows, options, threadCountOf(context.threads));
}
