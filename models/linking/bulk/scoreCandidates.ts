import { seededRandom } from '../../../base/random.ts';
import { pauser } from '../../pause.ts';
import type { CandidatePairs } from './candidatePairs.ts';
import { evidenceVariables } from './evidenceVariable.ts';
import { fitMatchModel } from './fitMatchModel.ts';
import { type LabelledPair, learnFromLabels } from './learnFromLabels.ts';
import { pairCount } from './pairCount.ts';
import { PairPatterns } from './pairPatterns.ts';
import { PairScorer } from './pairScorer.ts';
import { countStates, patternStates } from './patternStates.ts';
import { statesOfAllPairs } from './randomPairs.ts';
import type { RecordComparison } from './recordComparison.ts';
import { ScoredPairs } from './scoredPairs.ts';

/** Up to this many candidates are compared once and kept; more are compared twice: some to learn from, all to score. */
const keptCandidates = 4_000_000;
/** Candidates that are learned from when there are more than can be kept. */
const learnedCandidates = 1_500_000;
/** Pairs drawn at random to see how often strangers agree: a fifth of all, between these. */
const leastDrawn = 100_000;
const mostDrawn = 600_000;
/** Pairs below these log-odds (a probability of 0.03) are forgotten. */
export const leastLogOdds = -3.5;

export interface ScoredCandidates {
  readonly scorer: PairScorer;
  readonly likelihoods: readonly number[];
  readonly candidateCount: number;
  /** Candidates above {@link leastLogOdds}. */
  readonly pairs: ScoredPairs;
}

interface ScoreOptions {
  /** Pairs somebody judged. */
  readonly labels?: readonly LabelledPair[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Compares the candidates, learns the model from them and scores them.
 * @param allPairs see fitMatchModel.ts; absent: all pairs are candidates
 * @param expectedCount how many candidates there will be at most
 */
export async function scoreCandidates(
  candidates: CandidatePairs,
  comparison: RecordComparison,
  expectedCount: number,
  allPairs: readonly Float64Array[] | undefined,
  { labels = [], signal, onProgress }: ScoreOptions = {},
): Promise<ScoredCandidates> {
  const pause = pauser(signal);
  const keep = expectedCount <= keptCandidates;
  const thinning = keep ? 1 : Math.ceil(expectedCount / learnedCandidates);
  const patterns = new PairPatterns(comparison.fields.length);
  const levels = new Uint8Array(comparison.fields.length);
  const kept = new KeptPairs(keep ? expectedCount : 0);
  for (const { lefts, rights, size, done } of candidates.chunks(thinning)) {
    for (let pair = 0; pair < size; pair++) {
      comparison.compare(lefts[pair]!, rights[pair]!, levels);
      const pattern = patterns.add(levels, 0, thinning);
      if (keep) kept.add(lefts[pair]!, rights[pair]!, pattern);
    }
    onProgress?.(keep ? done : 0.2 * done);
    await pause();
  }
  const total = pairCount(candidates.rowCount, candidates.leftCount);
  const variables = evidenceVariables(comparison.fields);
  const states = patternStates(patterns, variables);
  const { model, likelihoods } = fitMatchModel(
    {
      candidates: states,
      pairCount: total,
      pairsPerDraw: allPairs === undefined ? 1 : total / drawnPairs(total),
      allPairs: allPairs ?? countStates(states, variables),
      variables,
    },
    { signal },
  );
  const unlabelled = new PairScorer(comparison, model);
  const scorer =
    labels.length === 0 ? unlabelled : new PairScorer(comparison, model, learnFromLabels(unlabelled, labels));
  const pairs = new ScoredPairs();
  if (keep) {
    const logOdds = patternScores(scorer, patterns);
    for (let pair = 0; pair < kept.size; pair++) {
      const found = logOdds[kept.patterns[pair]!]!;
      const score = labels.length === 0 ? found : scorer.logOdds(kept.lefts[pair]!, kept.rights[pair]!);
      if (score > leastLogOdds) pairs.add(kept.lefts[pair]!, kept.rights[pair]!, score);
    }
    return { scorer, likelihoods, pairs, candidateCount: kept.size };
  }
  let candidateCount = 0;
  for (const { lefts, rights, size, done } of candidates.chunks()) {
    candidateCount += size;
    for (let pair = 0; pair < size; pair++) {
      const score = scorer.logOdds(lefts[pair]!, rights[pair]!);
      if (score > leastLogOdds) pairs.add(lefts[pair]!, rights[pair]!, score);
    }
    onProgress?.(0.2 + 0.8 * done);
    await pause();
  }
  return { scorer, likelihoods, pairs, candidateCount };
}

/** How many of all pairs are drawn to see how often strangers agree. */
export const drawnPairs = (pairCount: number): number =>
  Math.round(Math.min(mostDrawn, Math.max(leastDrawn, pairCount / 5)));

/** State counts over all pairs, from a seeded sample. */
export function backgroundStates(
  comparison: RecordComparison,
  leftCount: number | undefined,
): Float64Array[] {
  const variables = evidenceVariables(comparison.fields);
  const drawn = drawnPairs(pairCount(comparison.rowCount, leftCount));
  return statesOfAllPairs(comparison, variables, leftCount, seededRandom(17), drawn);
}

function patternScores(scorer: PairScorer, patterns: PairPatterns): Float64Array {
  return Float64Array.from({ length: patterns.size }, (_, pattern) =>
    scorer.ofLevels(patterns.levels, pattern * patterns.fieldCount),
  );
}

/** Pairs and the numbers of their patterns. */
class KeptPairs {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly patterns: Int32Array;
  size = 0;

  constructor(capacity: number) {
    this.lefts = new Int32Array(capacity);
    this.rights = new Int32Array(capacity);
    this.patterns = new Int32Array(capacity);
  }

  add(left: number, right: number, pattern: number): void {
    this.lefts[this.size] = left;
    this.rights[this.size] = right;
    this.patterns[this.size++] = pattern;
  }
}
