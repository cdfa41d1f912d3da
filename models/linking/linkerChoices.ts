import type { Choice } from './conditionalLogit.ts';
import type { FellegiSunterData } from './fellegiSunter.ts';
import { candidateTerms, noneTerms } from './linkerFeatures.ts';
import type { LinkerExample } from './replay.ts';

/**
 * Labels weigh at most this much when parameters are learned: the choice of calls to label depends on what the model
 * sees, so heavier weights would correct little and let single calls decide.
 */
const heaviest = 5;

/** Labelled calls as choices among their candidates and, last, "none of them"; weights have the mean 1. */
export function linkerChoices(data: FellegiSunterData, labelled: readonly LinkerExample[]): Choice[] {
  const weights = labelled.map(({ weight }) => Math.min(weight, heaviest));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, labelled.length);
  const prior = Math.log(data.known / data.population);
  return labelled.map(({ candidates, query, truth }, at) => {
    const right = candidates.findIndex(({ customerId }) => customerId === truth);
    return {
      offsets: [...candidates.map(() => prior), Math.log(1 - data.known)],
      options: [...candidates.map(({ comparison }) => candidateTerms(data, comparison)), noneTerms(query)],
      right: right < 0 ? candidates.length : right,
      weight: weights[at]! / (mean || 1),
    };
  });
}
