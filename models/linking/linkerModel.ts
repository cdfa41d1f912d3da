import type { Reason } from '../reason.ts';
import type { Candidate } from './comparison.ts';
import { scoreOf, softmax } from './conditionalLogit.ts';
import { exactEvidence } from './exactEvidence.ts';
import { linkable } from './linkable.ts';
import type { LinkerData } from './linkerData.ts';
import { candidateTerms, linkerParameters, noneTerms } from './linkerFeatures.ts';
import { candidateReasons } from './linkerReasons.ts';
import { type LinkQuery, leftEvidence } from './linkQuery.ts';
import { rankerFromData } from './ranker/ranker.ts';
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
  /** Share of such calls about which the model wants people to be asked whatever it answers, in [0, 1]. */
  readonly auditShare: number;
}

export interface LinkerModel {
  readonly data: LinkerData;
  /** P(the caller is candidates[i]) and, last, P(none of them). */
  probabilities(candidates: readonly Candidate[], query: LinkQuery): number[];
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
  const correct = data.ranker === undefined ? undefined : rankerFromData(data.ranker);
  const scored = (candidates: readonly Candidate[], query: LinkQuery) => {
    const scores = linkScores(data, parameters, candidates, query);
    const corrections = correct?.(candidates, query, scores);
    return { scores: scores.map((score, at) => score + (corrections?.[at] ?? 0)), corrections };
  };
  return {
    data,
    probabilities: (candidates, query) =>
      linkProbabilities(scored(candidates, query).scores, data.calibration),
    resolve(candidates, query) {
      const { scores, corrections } = scored(candidates, query);
      const all = linkProbabilities(scores, data.calibration);
      const none = all.at(-1)!;
      const probabilities = all.slice(0, -1);
      const may = linkable(candidates, query, data.fellegiSunter.population);
      const answer = decide(data, candidates, probabilities, none, query, may);
      const reasons = candidates.map(({ comparison }, at) =>
        candidateReasons(data.fellegiSunter, parameters, comparison, corrections?.[at]),
      );
      const auditShare = may ? (data.thresholds.auditShare ?? 0) : 0;
      return { ...answer, probabilities, none, reasons, auditShare };
    },
  };
}

const mayLinkExactly = ({ rule, exactEvidence: status }: LinkerData['thresholds']): boolean =>
  status === 'proven' || (rule === 'exact_evidence' && status !== 'refuted');

function decide(
  { thresholds }: LinkerData,
  candidates: readonly Candidate[],
  probabilities: readonly number[],
  none: number,
  query: LinkQuery,
  /** See linkable.ts. */
  may: boolean,
): Pick<Resolution, 'decision' | 'customerId' | 'probability'> {
  const best = bestPerson(candidates, probabilities);
  const top = best.probability;
  const evidence = leftEvidence(query);
  const exact = may && mayLinkExactly(thresholds) ? exactEvidence(candidates) : undefined;
  if (
    may &&
    (top >= thresholds.automatic ||
      (exact !== undefined &&
        best.customerIds.includes(exact.customerId) &&
        top >= 1 - thresholds.wrongLinkLimit))
  ) {
    return { decision: 'link', customerId: candidates[best.index]!.customerId, probability: top };
  }
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
