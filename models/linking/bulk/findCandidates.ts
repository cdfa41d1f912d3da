import { seededRandom } from '../../../base/random.ts';
import { sigmoid } from '../../numeric/sigmoid.ts';
import { pauser } from '../../pause.ts';
import { blockingAtoms } from './blockingAtoms.ts';
import type { ChosenKey } from './candidatePairs.ts';
import { chooseKeys, type ProbableMatches, possibleKeys, rarePairs } from './chooseKeys.ts';
import { evidenceVariables } from './evidenceVariable.ts';
import type { FieldValues } from './fieldValues.ts';
import { fitMatchModel } from './fitMatchModel.ts';
import { pairCount } from './pairCount.ts';
import { PairPatterns } from './pairPatterns.ts';
import { PairScorer } from './pairScorer.ts';
import { patternStates } from './patternStates.ts';
import type { RecordComparison } from './recordComparison.ts';
import { drawnPairs } from './scoreCandidates.ts';

/** Up to this many pairs every pair is a candidate. */
export const comparedWithoutKeys = 600_000;
/** Probable matches that keys are judged by. */
const judgedMatches = 8_000;

interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** How many candidate pairs may be compared. */
export const candidateBudget = (rowCount: number): number =>
  Math.max(25 * rowCount, Math.min(200 * rowCount, 10_000_000));

/**
 * Chooses blocking keys on these very records, without labels.
 * @param allPairs state counts over all pairs (randomPairs.ts)
 */
export async function findCandidates(
  fields: readonly FieldValues[],
  comparison: RecordComparison,
  allPairs: readonly Float64Array[],
  rowCount: number,
  leftCount: number | undefined,
  { signal, onProgress }: Watch = {},
): Promise<ChosenKey[]> {
  const pause = pauser(signal);
  const keys = possibleKeys(blockingAtoms(fields));
  const perKey = Math.max(2000, Math.min(10_000, Math.floor(1_500_000 / keys.length)));
  const rare = await rarePairs(keys, rowCount, leftCount, perKey, async (share) => {
    onProgress?.(0.4 * share);
    await pause();
  });
  const patterns = new PairPatterns(comparison.fields.length);
  const levels = new Uint8Array(comparison.fields.length);
  for (let pair = 0; pair < rare.lefts.length; pair++) {
    comparison.compare(rare.lefts[pair]!, rare.rights[pair]!, levels);
    patterns.add(levels);
    if (pair % 10_000 === 0) await pause();
  }
  const total = pairCount(rowCount, leftCount);
  const variables = evidenceVariables(comparison.fields);
  const { model } = fitMatchModel(
    {
      candidates: patternStates(patterns, variables),
      allPairs,
      pairCount: total,
      pairsPerDraw: total / drawnPairs(total),
      variables,
    },
    { signal },
  );
  const matches = probableMatches(rare, new PairScorer(comparison, model));
  return chooseKeys(keys, matches, rowCount, leftCount, candidateBudget(rowCount), async (share) => {
    onProgress?.(0.5 + 0.5 * share);
    await pause();
  });
}

function probableMatches(
  { lefts, rights }: { lefts: Int32Array; rights: Int32Array },
  scorer: PairScorer,
): ProbableMatches {
  const kept: { left: number; right: number; probability: number }[] = [];
  for (let pair = 0; pair < lefts.length; pair++) {
    const probability = sigmoid(scorer.logOdds(lefts[pair]!, rights[pair]!));
    if (probability > 0.5) kept.push({ left: lefts[pair]!, right: rights[pair]!, probability });
  }
  const sample = kept.length > judgedMatches ? seededRandom(12).shuffle(kept).slice(0, judgedMatches) : kept;
  return {
    lefts: Int32Array.from(sample, ({ left }) => left),
    rights: Int32Array.from(sample, ({ right }) => right),
    probabilities: Float64Array.from(sample, ({ probability }) => probability),
  };
}
