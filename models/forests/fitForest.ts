import { seededRandom } from '../../base/random.ts';
import type { Forest } from '../boosting/forest.ts';
import { forestBuilder } from '../boosting/forestBuilder.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { Table } from '../table.ts';
import { type ForestDefaults, type ForestOptions, forestPlan } from './forestOptions.ts';
import { forestTable, growForest } from './growForest.ts';
import { leafOfRows } from './leafOfRows.ts';
import { type OutOfBag, outOfBagVotes } from './outOfBag.ts';

export interface FittedForest {
  readonly features: readonly FeatureSpec[];
  /** What every tree's leaves are counted from. */
  readonly baseScore: number;
  /** Leaves are divided by the number of trees: their sum is the mean of the trees. */
  readonly forest: Forest;
  readonly outOfBag: OutOfBag | undefined;
}

/**
 * A forest of regression trees on numbers (for classes 0 and 1: probability trees).
 * @param base what targets are counted from; for classes 1/2, so that both are alike
 * @param weights positive row weights
 */
export async function fitForest(
  table: Table,
  target: Float64Array,
  weights: Float64Array,
  base: number,
  options: ForestOptions,
  defaults: ForestDefaults,
): Promise<FittedForest> {
  const prepared = await forestTable(table, weights, options);
  const plan = forestPlan(options, defaults, prepared.features.length);
  const random = seededRandom(plan.seed);
  const seeds = Array.from({ length: plan.trees }, () => random.integer(2 ** 31));
  const builder = forestBuilder(prepared.binned.features);
  const votes = plan.outOfBag ? outOfBagVotes(target) : undefined;
  const leaves = new Int32Array(plan.outOfBag ? target.length : 0);
  const centred = target.map((value) => value - base);
  await growForest(prepared, centred, weights, seeds, plan, (tree, countsOf) => {
    builder.add(tree, 1 / plan.trees);
    if (votes !== undefined) {
      leafOfRows(tree, prepared.binned, leaves);
      votes.add(countsOf(), (row) => base + tree.value[leaves[row]!]!);
    }
    plan.onProgress?.(builder.treeCount / plan.trees);
  });
  return {
    features: prepared.features,
    baseScore: base,
    forest: builder.build(),
    outOfBag: votes?.result(weights),
  };
}
