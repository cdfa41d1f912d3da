import { type Random, seededRandom } from '../../base/random.ts';
import type { Loss } from '../losses/loss.ts';
import { pauser } from '../pause.ts';
import type { BinnedTable } from './binning.ts';
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

interface LabelledRows {
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

export interface TrainingRows extends LabelledRows {
  readonly table: BinnedTable;
}

export interface HeldOutRows extends LabelledRows {
  /** As a feature reader gives them. */
  readonly encoded: readonly Float64Array[];
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
export async function boost(
  { table, target, weights }: TrainingRows,
  heldOut: HeldOutRows | undefined,
  loss: Loss,
  options: BoostOptions,
): Promise<Boosted> {
  const builder = forestBuilder(table.features);
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
  const pause = pauser(options.signal);

  while (round < options.rounds) {
    await pause();
    loss.derive(scores, target, weights, derivatives);
    const features = chosenFeatures(table.features.length, options.featureShare, random);
    const root = growTree(table, derivatives, features, options, scratch);
    if (root.children === undefined && features.length === table.features.length) break;
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

function totalLoss(loss: Loss, { target, weights }: LabelledRows, scores: Float64Array): number {
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
