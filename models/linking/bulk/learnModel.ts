import { drawnPairs } from './backgroundStates.ts';
import type { ComparisonPlan } from './comparisonPlan.ts';
import type { Crew } from './crew.ts';
import { evidenceVariables } from './evidenceVariable.ts';
import { fitMatchModel, type MatchFit } from './fitMatchModel.ts';
import { type LabelledPair, learnFromLabels } from './learnFromLabels.ts';
import { pairCount } from './pairCount.ts';
import { PairPatterns } from './pairPatterns.ts';
import { type LabelAdjustment, PairScorer } from './pairScorer.ts';
import { countStates, patternStates } from './patternStates.ts';

/** With more candidates than this, only about {@link learnedCandidates} of them are learned from. */
const learnedWhole = 4_000_000;
const learnedCandidates = 1_500_000;

/** What is known when the candidates have been learned from: enough to score any pair. */
export interface LearnedModel extends MatchFit {
  readonly adjustment: LabelAdjustment | undefined;
}

/**
 * Compares candidates, or an even sample of them, and learns the model; then from labels, where there are any.
 * @param most candidates there may be
 * @param allPairs see fitMatchModel.ts; absent: all pairs are candidates
 */
export async function learnModel(
  crew: Crew,
  plan: ComparisonPlan,
  most: number,
  allPairs: readonly Float64Array[] | undefined,
  labels: readonly LabelledPair[],
  watch: { signal?: AbortSignal | undefined; onProgress: (share: number) => void },
): Promise<LearnedModel> {
  const thinning = most <= learnedWhole ? 1 : Math.ceil(most / learnedCandidates);
  const parts = crew.place.candidates.parts();
  const patterns = new PairPatterns(plan.fields.length);
  await crew.run(
    'patternsOfPart',
    parts.map((part) => ({ part, thinning })),
    (found, part) => {
      patterns.merge(found);
      watch.onProgress((part + 1) / parts.length);
    },
  );
  const total = pairCount(plan.rowCount, plan.leftCount);
  const variables = evidenceVariables(plan.fields);
  const states = patternStates(patterns, variables);
  const fit = await fitMatchModel(
    {
      candidates: states,
      pairCount: total,
      pairsPerDraw: allPairs === undefined ? 1 : total / drawnPairs(total),
      allPairs: allPairs ?? countStates(states, variables),
      variables,
    },
    { signal: watch.signal },
  );
  const adjustment =
    labels.length === 0
      ? undefined
      : learnFromLabels(new PairScorer(crew.place.comparison, fit.model), labels);
  return { ...fit, adjustment };
}
