import { type Random, seededRandom } from '../../base/random.ts';
import { pauser } from '../pause.ts';
import type { FeatureBins } from './binning.ts';
import type { Forest } from './forest.ts';
import { forestBuilder } from './forestBuilder.ts';
import type { Grower } from './grower.ts';
import type { Objective } from './objective.ts';
import { rowSample } from './rowSample.ts';

export interface BoostOptions {
  /** Most rounds; each grows one tree per output. */
  readonly rounds: number;
  readonly learningRate: number;
  /** Stop when the held-out loss has not improved for this many rounds. */
  readonly patience: number;
  /** Share of the features each tree may ask for, in (0, 1]. */
  readonly featureShare: number;
  /** Share of these features each node may ask for, in (0, 1]. */
  readonly nodeFeatureShare: number;
  /** Share of the rows each tree is grown on, in (0, 1]. */
  readonly rowShare: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((share: number) => void) | undefined;
}

/** Which rows of the grower's table are learned from, and which choose the number of rounds. */
export interface BoostRows {
  /** Ascending. */
  readonly learned: Int32Array;
  readonly heldOut?: Int32Array;
}

export interface Boosted {
  /** Where the scores start, one per output. */
  readonly baseScores: Float64Array;
  readonly forest: Forest;
  readonly rounds: number;
}

/**
 * Gradient boosting with Newton steps (Friedman 2001; Chen & Guestrin 2016): every round fits a tree per output to the
 * derivatives at the current scores. With held-out rows the number of rounds is the one with the least loss there.
 * @throws whatever the signal was aborted with; Problem degenerate_fit when the scores run away
 */
export async function boost(
  grower: Grower,
  objective: Objective,
  bins: readonly FeatureBins[],
  { learned, heldOut }: BoostRows,
  options: BoostOptions,
): Promise<Boosted> {
  const { outputs } = objective;
  const builder = forestBuilder(bins);
  const random = seededRandom(options.seed);
  const pause = pauser(options.signal);
  const baseScores = objective.start(learned);
  let bestLoss = heldOut === undefined ? 0 : objective.total(heldOut);
  let bestRounds = 0;
  let round = 0;
  const drawing =
    options.rowShare < 1 ||
    options.nodeFeatureShare < 1 ||
    featuresPerTree(bins.length, options.featureShare) < bins.length;

  while (round < options.rounds) {
    const rows = rowSample(learned, options.rowShare, random);
    objective.beginRound();
    let grown = false;
    for (let output = 0; output < outputs; output++) {
      await pause();
      const features = chosenFeatures(bins.length, options.featureShare, random);
      const derivatives = objective.derive(output);
      const seed = random.integer(2 ** 31);
      const request = { features, derivatives, seed };
      const tree = grower.grow(rows.length === grower.rowCount ? request : { ...request, rows });
      objective.renewLeaves(tree);
      grower.addScores(tree, options.learningRate, output);
      builder.add(tree, options.learningRate);
      grown ||= tree.nodeCount > 1 || drawing;
    }
    // Trees that found nothing to divide, though they might ask for anything, will find nothing in the next round.
    if (!grown) break;
    round++;
    if (heldOut !== undefined) {
      const now = objective.total(heldOut);
      if (now < bestLoss) {
        bestLoss = now;
        bestRounds = round;
      }
      if (round - bestRounds >= options.patience) break;
    }
    options.onProgress?.(round / options.rounds);
  }
  const rounds = heldOut === undefined ? round : bestRounds;
  return { baseScores, forest: builder.build(rounds * outputs, outputs), rounds };
}

/** With fewer a tree could not see features act together. */
const fewestFeatures = 3;

/** How many features a tree may ask for. */
export function featuresPerTree(count: number, share: number): number {
  return Math.min(Math.max(fewestFeatures, Math.ceil(share * count)), count);
}

function chosenFeatures(count: number, share: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: count }, (_, feature) => feature);
  const size = featuresPerTree(count, share);
  return size >= count ? all : random.shuffle(all).slice(0, size).sort();
}
