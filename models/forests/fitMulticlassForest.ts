import { type Random, seededRandom } from '../../base/random.ts';
import type { Forest } from '../boosting/forest.ts';
import { forestBuilder } from '../boosting/forestBuilder.ts';
import type { GrownTree } from '../boosting/grownTree.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { LabelledRows } from '../labelledRows.ts';
import { type ForestDefaults, type ForestOptions, forestPlan } from './forestOptions.ts';
import { forestTable, growForest } from './growForest.ts';
import { leafOfRows } from './leafOfRows.ts';

export interface FittedMulticlassForest {
  readonly features: readonly FeatureSpec[];
  /** The trees of the classes take turns; of one tree they differ in leaf values only. */
  readonly forest: Forest;
}

/** So many times the classes are given numbers anew, in turns over the trees. */
const codings = 10;

/**
 * A forest of several classes. A tree divides its rows by one number per class, drawn at random, and its leaves hold the
 * shares of all classes (Joly, Geurts & Wehenkel 2014, random projections of the output). With all numbers different a
 * node is pure when its rows are of one class.
 */
export async function fitMulticlassForest(
  { table, target, weights }: LabelledRows,
  classCount: number,
  options: ForestOptions,
  defaults: ForestDefaults,
): Promise<FittedMulticlassForest> {
  const prepared = await forestTable(table, weights, options);
  const plan = forestPlan(options, defaults, prepared.features.length);
  const random = seededRandom(plan.seed);
  const builder = forestBuilder(prepared.binned.features);
  const leaves = new Int32Array(target.length);
  const treesPerCoding = Math.ceil(plan.trees / codings);
  for (let done = 0; done < plan.trees; done += treesPerCoding) {
    const numbers = classNumbers(classCount, random);
    const coded = target.map((each) => numbers[each]!);
    const seeds = Array.from({ length: Math.min(treesPerCoding, plan.trees - done) }, () =>
      random.integer(2 ** 31),
    );
    await growForest(prepared, coded, weights, seeds, plan, (tree, countsOf) => {
      leafOfRows(tree, prepared.binned, leaves);
      const counts = countsOf();
      const mass = (row: number) => counts[row]! * weights[row]!;
      for (const value of classShares(tree, leaves, target, classCount, mass))
        builder.add({ ...tree, value }, 1 / plan.trees);
      plan.onProgress?.(builder.treeCount / (plan.trees * classCount));
    });
  }
  return { features: prepared.features, forest: builder.build(plan.trees * classCount, classCount) };
}

/** Standard normal numbers around their mean; two of the same are all but impossible. */
function classNumbers(classCount: number, random: Random): Float64Array {
  return Float64Array.from({ length: classCount }, () => random.normal());
}

/** Per class the share of each leaf's mass that is of that class; 0 in inner nodes. */
function classShares(
  { nodeCount }: GrownTree,
  leaves: Int32Array,
  target: Float64Array,
  classCount: number,
  mass: (row: number) => number,
): Float64Array[] {
  const ofClass = Array.from({ length: classCount }, () => new Float64Array(nodeCount));
  const total = new Float64Array(nodeCount);
  for (let row = 0; row < target.length; row++) {
    const weight = mass(row);
    ofClass[target[row]!]![leaves[row]!]! += weight;
    total[leaves[row]!]! += weight;
  }
  for (const shares of ofClass)
    for (let node = 0; node < nodeCount; node++) if (total[node]! > 0) shares[node]! /= total[node]!;
  return ofClass;
}
