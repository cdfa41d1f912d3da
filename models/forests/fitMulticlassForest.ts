import { seededRandom } from '../../base/random.ts';
import { bootstrapCounts } from '../boosting/bootstrap.ts';
import type { Forest } from '../boosting/forest.ts';
import { forestBuilder } from '../boosting/forestBuilder.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { LabelledRows } from '../labelledRows.ts';
import { pauser } from '../pause.ts';
import { type ForestDefaults, type ForestOptions, forestPlan } from './forestOptions.ts';
import { growClassTree } from './growClassTree.ts';
import { forestTable } from './growForest.ts';

interface FittedMulticlassForest {
  readonly features: readonly FeatureSpec[];
  /** The trees of the classes take turns; those of one tree differ in leaf values only. */
  readonly forest: Forest;
}

/** A forest of several classes whose leaves hold the shares of all classes; grown with one thread. */
export async function fitMulticlassForest(
  { table, target, weights }: LabelledRows,
  classCount: number,
  options: ForestOptions,
  defaults: ForestDefaults,
): Promise<FittedMulticlassForest> {
  const { features, binned } = await forestTable(table, weights, options);
  const plan = forestPlan(options, defaults, features.length);
  const pause = pauser(plan.signal);
  const seeds = seededRandom(plan.seed);
  const builder = forestBuilder(binned.features);
  for (let grown = 0; grown < plan.trees; grown++) {
    await pause();
    const seed = seeds.integer(2 ** 31);
    const mass = plan.bootstrap ? drawn(weights, seed) : weights;
    const rows = Int32Array.from(mass.keys()).filter((row) => mass[row]! > 0);
    const given = { table: binned, target, mass, classCount, rows };
    const { tree, shares } = growClassTree(given, plan, seededRandom(seed));
    for (const value of shares) builder.add({ ...tree, value }, 1 / plan.trees);
    plan.onProgress?.((grown + 1) / plan.trees);
  }
  return { features, forest: builder.build(plan.trees * classCount, classCount) };
}

function drawn(weights: Float64Array, seed: number): Float64Array {
  const counts = bootstrapCounts(weights.length, seed);
  return weights.map((weight, row) => weight * counts[row]!);
}
