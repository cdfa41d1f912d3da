import type { FeatureSpec } from '../featureSchema.ts';
import { featureReader, schemaOf } from '../featureSchema.ts';
import { type LabelledRows, withPositiveWeight } from '../labelledRows.ts';
import { averageForests } from './averageForests.ts';
import { type BinnedTable, binTable, maximumValueBins } from './binning.ts';
import { binRows } from './binRows.ts';
import { type Boosted, type BoostOptions, type BoostRows, boost, featuresPerTree } from './boost.ts';
import type { BoostedTreesOptions } from './boostedTreesOptions.ts';
import type { Grower } from './grower.ts';
import { openGrower } from './grower.ts';
import { holdOutRows } from './holdOutRows.ts';
import { monotoneDirections } from './monotone.ts';
import type { Labels, Objective } from './objective.ts';

/** What differs between the tasks. */
interface BoostedTask {
  /** Raw scores per row. */
  readonly outputs: number;
  /** Classes whose shares a held-out part keeps; undefined for numbers. */
  readonly classCount: number | undefined;
  readonly minChildWeight: number;
  objective(labels: Labels, grower: Grower): Objective;
}

interface FittedTrees extends Boosted {
  readonly features: readonly FeatureSpec[];
}

/** Below this many rows a held-out part is too noisy to choose a number of trees by. */
const fewRows = 200;
const roundsForFewRows = 40;

/** On fewer rows than this, finer bins than `fewBins` cost time and follow noise. */
const manyRows = 20_000;
const fewBins = 127;

/** Schema, bins, held-out rows and boosting, for every kind of boosted trees. Options were checked before. */
export async function fitBoosted(
  task: BoostedTask,
  given: LabelledRows,
  options: BoostedTreesOptions,
  validation?: LabelledRows,
): Promise<FittedTrees> {
  const learned = withPositiveWeight(given);
  const heldOut = validation && withPositiveWeight(validation);
  const rowCount = learned.target.length;
  const features = schemaOf(learned.table, learned.weights);
  const reader = featureReader(features);
  const encoded = reader.readTable(learned.table);
  const context = { threads: options.threads ?? 1, kernels: options.kernels ?? 'wasm' } as const;
  const valueBins = options.maxBins ?? (rowCount < manyRows ? fewBins : maximumValueBins);
  const binned = await binRows(features, encoded, learned.weights, valueBins, {
    ...context,
    signal: options.signal,
  });
  const target = heldOut ? joined(learned.target, heldOut.target) : learned.target;
  const weights = heldOut ? joined(learned.weights, heldOut.weights) : learned.weights;
  const table = {
    ...(heldOut ? withRowsOf(binned, reader.readTable(heldOut.table)) : binned),
    // Without any column the binned table could not know.
    rowCount: target.length,
  };
  options.signal?.throwIfAborted();
  const grower = await openGrower(
    table,
    { target, ...(weights.every((weight) => weight === 1) ? {} : { weights }), outputs: task.outputs },
    {
      maxLeaves: options.maxLeaves ?? 15,
      maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
      l2: options.l2 ?? 1,
      minChildWeight: options.minChildWeight ?? task.minChildWeight,
      minChildRows: options.minChildRows ?? 1,
      minGain: options.minGain ?? 0,
      ...featuresPerNode(options, features.length),
      ...(options.monotone === undefined ? {} : { monotone: monotoneDirections(features, options.monotone) }),
    },
    context,
  );
  try {
    const objective = task.objective({ target, weights }, grower);
    const run = (rows: BoostRows, changes: Partial<BoostOptions>) =>
      boost(grower, objective, table.features, rows, { ...boostOptionsOf(options, rowCount), ...changes });
    /** `bags` runs that draw differently, the first as a single one would. */
    const runAll = async (rows: BoostRows, changes: Partial<BoostOptions>): Promise<Boosted> => {
      const runs: Boosted[] = [];
      const count = options.bags ?? 1;
      const { seed, onProgress } = { ...boostOptionsOf(options, rowCount), ...changes };
      for (let bag = 0; bag < count; bag++)
        runs.push(
          await run(rows, {
            ...changes,
            seed: (seed + bag * bagStep) % 2 ** 31,
            onProgress: (done) => onProgress?.((bag + done) / count),
          }),
        );
      return { ...runs[0]!, forest: averageForests(runs.map(({ forest }) => forest)) };
    };
    const all = Int32Array.from({ length: rowCount }, (_, row) => row);
    if (heldOut !== undefined) {
      const rest = Int32Array.from({ length: target.length - rowCount }, (_, row) => rowCount + row);
      return { features, ...(await runAll({ learned: all, heldOut: rest }, {})) };
    }
    const share = options.holdOut ?? (rowCount < fewRows ? 0 : defaultHoldOut);
    if (share === 0) return { features, ...(await runAll({ learned: all }, {})) };
    const half = (from: number) => (done: number) => options.onProgress?.(from + done / 2);
    const parts = holdOutRows(target, share, task.classCount, options.seed ?? defaultSeed);
    const first = target[parts.learned[0]!];
    const rounds = parts.learned.some((row) => target[row] !== first)
      ? { rounds: (await run(parts, { onProgress: half(0) })).rounds }
      : {};
    return { features, ...(await runAll({ learned: all }, { ...rounds, onProgress: half(0.5) })) };
  } finally {
    grower.close();
  }
}

const defaultSeed = 7;
/** Between the seeds of bags; a prime, so that neighbouring seeds have no bag in common. */
const bagStep = 1_000_003;
const defaultHoldOut = 0.15;
const defaultFeatureShare = 0.6;

function featuresPerNode({ featureShare, nodeFeatureShare }: BoostedTreesOptions, count: number) {
  if (nodeFeatureShare === undefined || count === 0) return {};
  const ofTree = featuresPerTree(count, featureShare ?? defaultFeatureShare);
  return { featuresPerNode: Math.ceil(nodeFeatureShare * ofTree) };
}

function boostOptionsOf(options: BoostedTreesOptions, rowCount: number): BoostOptions {
  return {
    rounds: options.rounds ?? (rowCount < fewRows ? roundsForFewRows : 400),
    learningRate: options.learningRate ?? 0.1,
    patience: options.patience ?? 25,
    featureShare: options.featureShare ?? defaultFeatureShare,
    nodeFeatureShare: options.nodeFeatureShare ?? 1,
    rowShare: options.rowShare ?? 1,
    seed: options.seed ?? defaultSeed,
    signal: options.signal,
    onProgress: options.onProgress,
  };
}

/** A binned table followed by more rows, as a feature reader gives them. */
function withRowsOf(table: BinnedTable, encoded: readonly Float64Array[]): BinnedTable {
  const more = binTable(table.features, encoded);
  const bins = table.bins.map((values, feature) => {
    const both = new Uint8Array(values.length + more.rowCount);
    both.set(values);
    both.set(more.bins[feature]!, values.length);
    return both;
  });
  return { ...table, bins };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
