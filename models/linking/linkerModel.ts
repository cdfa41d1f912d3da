import type { Reason } from '../reason.ts';
import type { Candidate } from './comparison.ts';
import { scoreOf, softmax } from './conditionalLogit.ts';
import { exactEvidence } from './exactEvidence.ts';
import type { LinkerData } from './linkerData.ts';
import { candidateTerms, linkerParameters, noneTerms } from './linkerFeatures.ts';
import { candidateReasons } from './linkerReasons.ts';
import { type LinkQuery, leftEvidence } from './linkQuery.ts';
import { bestPerson } from './twins.ts';

export type LinkDecision = 'link' | 'review' | 'new_customer' | 'unlinked';

export interface Resolution {
  readonly decision: LinkDecision;
  /** The customer for `link`; the best candidate for `review`; else null. */
  readonly customerId: string | null;
  /** Calibrated probability that the decision's answer is right: of `customerId` (other records of the same person
   * included), or of "none". */
  readonly probability: number;
  /** P(the caller is candidates[i]); with `none` they sum to 1. */
  readonly probabilities: readonly number[];
  /** P(the caller is none of the candidates). */
  readonly none: number;
  /** Per candidate, strongest first. */
  readonly reasons: readonly (readonly Reason[])[];
}

export interface LinkerModel {
  readonly data: LinkerData;
  resolve(candidates: readonly Candidate[], query: LinkQuery): Resolution;
}

/** Parameters in order from their names; unknown names are ignored, absent ones are what they are without labels. */
function parameterValues(named: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(linkerParameters, ({ name, expected }) => named[name] ?? expected);
}

/** Scores of the candidates and, last, of "none of them"; before calibration. */
export function linkScores(
  data: Pick<LinkerData, 'fellegiSunter'>,
  parameters: ArrayLike<number>,
  candidates: readonly Candidate[],
  query: LinkQuery,
): number[] {
  const { fellegiSunter } = data;
  const prior = Math.log(fellegiSunter.known / fellegiSunter.population);
  const scores = candidates.map(({ comparison }) =>
    scoreOf(prior, candidateTerms(fellegiSunter, comparison), parameters),
  );
  scores.push(scoreOf(Math.log(1 - fellegiSunter.known), noneTerms(query), parameters));
  return scores;
}

/** Probabilities of the candidates and, last, of "none of them". */
export function linkProbabilities(
  scores: readonly number[],
  { slope, shift }: LinkerData['calibration'],
): number[] {
  const none = scores.at(-1)!;
  return softmax(scores.map((score, at) => (at === scores.length - 1 ? 0 : slope * (score - none) + shift)));
}

/** Brings a fitted linker back from its data. */
export function linkerFromData(data: LinkerData): LinkerModel {
  const parameters = parameterValues(data.parameters);
  return {
    data,
    resolve(candidates, query) {
      const all = linkProbabilities(linkScores(data, parameters, candidates, query), data.calibration);
      const none = all.at(-1)!;
      const probabilities = all.slice(0, -1);
      const answer = decide(data, candidates, probabilities, none, query);
      const reasons = candidates.map(({ comparison }) =>
        candidateReasons(data.fellegiSunter, parameters, comparison),
      );
      return { ...answer, probabilities, none, reasons };
    },
  };
}

function decide(
  { thresholds }: LinkerData,
  candidates: readonly Candidate[],
  probabilities: readonly number[],
  none: number,
  query: LinkQuery,
): Pick<Resolution, 'decision' | 'customerId' | 'probability'> {
  const best = bestPerson(candidates, probabilities);
  const top = best.probability;
  const exact = thresholds.rule === 'exact_evidence' ? exactEvidence(candidates) : undefined;
  if (
    top >= thresholds.automatic ||
    (exact !== undefined && best.customerIds.includes(exact.customerId) && top >= 0.5)
  ) {
    return { decision: 'link', customerId: candidates[best.index]!.customerId, probability: top };
  }
  const evidence = leftEvidence(query);
  if (evidence && none >= thresholds.newCustomer) {
    return { decision: 'new_customer', customerId: null, probability: none };
  }
  // Without evidence nobody can tell either, unless one customer stands out.
  if (top >= (evidence ? thresholds.review : Math.max(0.25, thresholds.review))) {
    return { decision: 'review', customerId: candidates[best.index]!.customerId, probability: top };
  }
  return evidence
    ? { decision: 'new_customer', customerId: null, probability: none }
    : { decision: 'unlinked', customerId: null, probability: none };
}
