import type { BinnedTable } from '../boosting/binning.ts';
import { binRows } from '../boosting/binRows.ts';
import { type ForestGrower, openForestGrower } from '../boosting/forestGrower.ts';
import type { GrownTree } from '../boosting/grownTree.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import { featureReader, schemaOf } from '../featureSchema.ts';
import { pauser } from '../pause.ts';
import type { Table } from '../table.ts';
import { contextOf, type ForestOptions, type ForestPlan } from './forestOptions.ts';

/** A table ready to grow forests on. */
interface ForestTable {
  readonly features: readonly FeatureSpec[];
  readonly binned: BinnedTable;
}

/** @param weights positive row weights */
export async function forestTable(
  table: Table,
  weights: Float64Array,
  options: ForestOptions,
): Promise<ForestTable> {
  const features = schemaOf(table, weights);
  const encoded = featureReader(features).readTable(table);
  const binned = await binRows(features, encoded, weights, options.maxBins, {
    ...contextOf(options),
    signal: options.signal,
  });
  // Without any column the binned table could not know how many rows there are.
  return { features, binned: { ...binned, rowCount: table.rowCount } };
}

/** How long the trees of one call to the grower should take together, in milliseconds. */
const batchTime = 40;

/**
 * Grows one tree per seed on the given targets and hands each to `take` in the order of the seeds.
 * @param take also learns how often each row was drawn for a tree
 * @throws whatever the signal was aborted with
 */
export async function growForest(
  { binned }: ForestTable,
  target: Float64Array,
  weights: Float64Array,
  seeds: readonly number[],
  plan: ForestPlan,
  take: (tree: GrownTree, countsOf: () => Uint8Array) => void,
): Promise<void> {
  plan.signal?.throwIfAborted();
  const grower = await openForestGrower(
    binned,
    { target, ...(weights.every((weight) => weight === 1) ? {} : { weights }) },
    {
      maxDepth: plan.maxDepth,
      minChildWeight: plan.minLeafRows,
      minSplitWeight: 2 * plan.minLeafRows,
      minGain: 0,
      featuresPerNode: plan.featuresPerNode,
      thresholds: plan.thresholds,
      bootstrap: plan.bootstrap,
    },
    plan.context,
  );
  try {
    await growBatches(grower, seeds, plan, take);
  } finally {
    grower.close();
  }
}

async function growBatches(
  grower: ForestGrower,
  seeds: readonly number[],
  { context, signal }: ForestPlan,
  take: (tree: GrownTree, countsOf: () => Uint8Array) => void,
): Promise<void> {
  const pause = pauser(signal);
  let size = context.threads;
  for (let next = 0; next < seeds.length; ) {
    await pause();
    const batch = seeds.slice(next, next + size);
    const since = performance.now();
    grower.grow(batch).forEach((tree, index) => {
      take(tree, () => grower.countsOf(batch[index]!));
    });
    next += batch.length;
    // Trees do not depend on their batch; its size only decides how often others have their turn.
    if (performance.now() - since < batchTime / 2) size *= 2;
  }
}
