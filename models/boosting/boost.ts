import { type Random, seededRandom } from '../../base/random.ts';
import type { FeatureSpec } from '../featureSchema.ts';
import type { Loss } from '../loss.ts';
import { binTable, learnBins } from './binning.ts';
import { addTreeScores, type Forest, forestBuilder } from './forest.ts';
import { type GrowOptions, growScratch, growTree, leavesOf } from './growing.ts';

export interface BoostOptions extends GrowOptions {
  readonly rounds: number;
  /** Stop when the held-out loss has not improved for this many rounds. */
  readonly patience: number;
  /** Share of the features each tree may ask for. */
  readonly featureShare: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((share: number) => void) | undefined;
}

/** Rows as a feature reader gives them. */
export interface BoostRows {
  readonly encoded: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

export interface Boosted {
  readonly baseScore: number;
  readonly forest: Forest;
  readonly rounds: number;
}

/**
 * Gradient boosting with Newton steps (Friedman 2001; Chen & Guestrin 2016): every round fits a tree to the
 * derivatives at the current scores. With `heldOut` the number of rounds is the one with the least loss there.
 */
export function boost(
  specs: readonly FeatureSpec[],
  train: BoostRows,
  heldOut: BoostRows | undefined,
  loss: Loss,
  options: BoostOptions,
): Boosted {
  const { target, weights } = train;
  const bins = learnBins(specs, train.encoded, weights);
  const table = binTable(bins, train.encoded);
  const builder = forestBuilder(bins);
  const scratch = growScratch(target.length);
  const random = seededRandom(options.seed);
  const baseScore = loss.constant(target, weights);
  const scores = new Float64Array(target.length).fill(baseScore);
  const derivatives = {
    gradients: new Float64Array(target.length),
    hessians: new Float64Array(target.length),
  };
  const heldOutScores = new Float64Array(heldOut?.target.length ?? 0).fill(baseScore);
  let bestLoss = heldOut === undefined ? 0 : totalLoss(loss, heldOut, heldOutScores);
  let bestRounds = 0;
  let round = 0;

  while (round < options.rounds) {
    options.signal?.throwIfAborted();
    loss.derive(scores, target, weights, derivatives);
    const features = chosenFeatures(specs.length, options.featureShare, random);
    const root = growTree(table, derivatives, features, options, scratch);
    if (root.children === undefined && features.length === specs.length) break;
    builder.add(root, scratch.rows, weights);
    for (const leaf of leavesOf(root))
      for (let index = leaf.start; index < leaf.end; index++) scores[scratch.rows[index]!]! += leaf.value;
    round++;
    if (heldOut !== undefined) {
      addTreeScores(builder.last(), 0, heldOut.encoded, heldOutScores);
      const now = totalLoss(loss, heldOut, heldOutScores);
      if (now < bestLoss) {
        bestLoss = now;
        bestRounds = round;
      }
      if (round - bestRounds >= options.patience) break;
    }
    options.onProgress?.(round / options.rounds);
  }
  const rounds = heldOut === undefined ? round : bestRounds;
  return { baseScore, forest: builder.build(rounds), rounds };
}

function totalLoss(loss: Loss, { target, weights }: BoostRows, scores: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < scores.length; row++) sum += weights[row]! * loss.ofRow(scores[row]!, target[row]!);
  return sum;
}

/** With fewer a tree could not see features act together. */
const fewestFeatures = 3;

function chosenFeatures(count: number, share: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: count }, (_, feature) => feature);
  const size = Math.max(fewestFeatures, Math.ceil(share * count));
  return size >= count ? all : random.shuffle(all).slice(0, size).sort();
}
