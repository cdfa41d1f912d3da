import { type Finding, Problem } from '../base/problem.ts';
import { seededRandom } from '../base/random.ts';
import { binTable, learnBins, maximumValueBins, selectBins } from './boosting/binning.ts';
import { type BoostOptions, boost } from './boosting/boost.ts';
import { boostedTreesModel } from './boosting/boostedTreesModel.ts';
import { checkDataset } from './checkDataset.ts';
import type { Estimator, FitOptions, Model } from './estimator.ts';
import { featureReader, schemaOf } from './featureSchema.ts';
import { logisticLoss } from './losses/logisticLoss.ts';
import type { Loss } from './losses/loss.ts';
import { squaredLoss } from './losses/squaredLoss.ts';
import { pick, selectRows } from './selectRows.ts';
import type { Dataset } from './table.ts';

export interface BoostedTreesOptions extends FitOptions {
  /** Most trees. Default 400. */
  readonly rounds?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Default 15. */
  readonly maxLeaves?: number;
  /** Default: no limit but the leaves. */
  readonly maxDepth?: number;
  /** L2 penalty on leaf values. Default 1. */
  readonly l2?: number;
  /** Least sum of hessians in a leaf: weight x p (1 - p) for classification, weight for regression. */
  readonly minChildWeight?: number;
  /** Least gain of a split. Default 0. */
  readonly minGain?: number;
  /** Share of the features each tree may use (at least three), in (0, 1]. Default 0.6. */
  readonly featureShare?: number;
  /**
   * Share of the rows (drawn within classes) held out to choose the number of trees; 0 grows all `rounds`. After the
   * choice the trees are grown again on all rows. Default 0.15.
   */
  readonly holdOut?: number;
  /** Rounds without improvement on the held-out rows before stopping. Default 25. */
  readonly patience?: number;
}

/** Below this many rows a held-out part is too noisy to choose a number of trees by. */
const fewRows = 200;
const roundsForFewRows = 40;

/** On fewer rows than this, finer bins than `fewBins` cost time and follow noise. */
const manyRows = 20_000;
const fewBins = 127;

/**
 * Boosted trees on histograms of at most 255 bins (128 on few rows): leaf-wise growth, missing values with a learned direction,
 * categories divided by gradient order, infinities as the largest and smallest numbers. Missing and unseen
 * categories share a bin.
 */
export const boostedTreesClassifier: Estimator<BoostedTreesOptions> = {
  name: 'boosted-trees',
  task: 'classification',
  findsInteractions: true,
  fit: (dataset, options = {}) => train(dataset, 'classification', logisticLoss, options),
};

/** As the classifier, with squared loss. */
export const boostedTreesRegressor: Estimator<BoostedTreesOptions> = {
  name: 'boosted-trees',
  task: 'regression',
  findsInteractions: true,
  fit: (dataset, options = {}) => train(dataset, 'regression', squaredLoss, options),
};

async function train(
  given: Dataset,
  task: 'classification' | 'regression',
  loss: Loss,
  options: BoostedTreesOptions,
): Promise<Model> {
  checkDataset(given, task);
  checkOptions(options);
  const dataset = withoutWeightless(given);
  const { rowCount, target } = dataset;
  const specs = schemaOf(dataset, dataset.weights);
  const weights = dataset.weights ?? new Float64Array(rowCount).fill(1);
  const encoded = featureReader(specs).readTable(dataset);
  const table = binTable(
    learnBins(specs, encoded, weights, rowCount < manyRows ? fewBins : maximumValueBins),
    encoded,
  );
  const holdOut = rowCount < fewRows ? 0 : (options.holdOut ?? 0.15);
  const boostOptions: BoostOptions = {
    rounds: options.rounds ?? (rowCount < fewRows ? roundsForFewRows : 400),
    learningRate: options.learningRate ?? 0.1,
    maxLeaves: options.maxLeaves ?? 15,
    maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
    l2: options.l2 ?? 1,
    minChildWeight: options.minChildWeight ?? (task === 'classification' ? 3 : 10),
    minGain: options.minGain ?? 0,
    featureShare: options.featureShare ?? 0.6,
    patience: options.patience ?? 25,
    seed: options.seed ?? 7,
    signal: options.signal,
    onProgress: undefined,
  };
  const half = (from: number) => (share: number) => options.onProgress?.(from + share / 2);
  let rounds = boostOptions.rounds;
  if (holdOut > 0) {
    const [kept, held] = divide(dataset, holdOut, boostOptions.seed, task);
    const labels = (chosen: Int32Array) => ({ target: pick(target, chosen), weights: pick(weights, chosen) });
    const train = { table: selectBins(table, kept), ...labels(kept) };
    const heldOut = { encoded: encoded.map((values) => pick(values, held)), ...labels(held) };
    if (train.target.some((value) => value !== train.target[0]))
      rounds = (await boost(train, heldOut, loss, { ...boostOptions, onProgress: half(0) })).rounds;
  }
  const boosted = await boost({ table, target, weights }, undefined, loss, {
    ...boostOptions,
    rounds,
    onProgress: holdOut > 0 ? half(0.5) : options.onProgress,
  });
  options.onProgress?.(1);
  return boostedTreesModel({
    kind: 'boosted-trees',
    loss: loss.name,
    features: specs,
    baseScore: boosted.baseScore,
    forest: boosted.forest,
  });
}

function withoutWeightless(dataset: Dataset): Dataset {
  const { weights } = dataset;
  if (weights === undefined || !weights.includes(0)) return dataset;
  const rows = Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  return selectRows(dataset, rows);
}

/** [kept, held out], both in row order; classes in equal shares. */
function divide(dataset: Dataset, share: number, seed: number, task: string): [Int32Array, Int32Array] {
  const random = seededRandom(seed);
  const held = new Uint8Array(dataset.rowCount);
  for (const label of task === 'classification' ? [0, 1] : [undefined]) {
    const rows: number[] = [];
    dataset.target.forEach((value, row) => {
      if (label === undefined || value === label) rows.push(row);
    });
    for (const row of random.shuffle(rows).slice(0, Math.round(share * rows.length))) held[row] = 1;
  }
  const where = (flag: number) =>
    Int32Array.from(Array.from(held.keys()).filter((row) => held[row] === flag));
  return [where(0), where(1)];
}

function checkOptions(options: BoostedTreesOptions): void {
  const ranges: [keyof BoostedTreesOptions, (value: number) => boolean, string][] = [
    ['rounds', (value) => Number.isInteger(value) && value >= 0, 'a count'],
    ['learningRate', (value) => value > 0 && value <= 1, 'above 0, at most 1'],
    ['maxLeaves', (value) => Number.isInteger(value) && value >= 1, 'at least 1'],
    ['maxDepth', (value) => value >= 0, 'at least 0'],
    ['l2', (value) => value >= 0 && Number.isFinite(value), 'at least 0'],
    ['minChildWeight', (value) => value > 0 && Number.isFinite(value), 'above 0'],
    ['minGain', (value) => value >= 0, 'at least 0'],
    ['featureShare', (value) => value > 0 && value <= 1, 'above 0, at most 1'],
    ['holdOut', (value) => value >= 0 && value <= 0.5, '0 to 0.5'],
    ['patience', (value) => Number.isInteger(value) && value >= 1, 'at least 1'],
  ];
  const findings: Finding[] = ranges
    .filter(([name, allows]) => options[name] !== undefined && !allows(options[name] as number))
    .map(([name, , allowed]) => ({
      path: name,
      message: 'outside its range',
      received: options[name],
      allowed,
    }));
  if (findings.length > 0)
    throw new Problem('invalid_input', 'An option of boosted trees is outside its range.', { findings });
}
