import { pilotThresholds } from '../conformal/pilotThresholds.ts';
import { selectiveRiskThreshold } from '../conformal/selectiveRisk.ts';
import { binomialCdf, clopperPearsonUpper } from '../numeric/binomial.ts';
import type { LinkerThresholds } from './linkerData.ts';

/** The best candidate of an audited call, as a model saw it that learned from none of the audited calls. */
export interface AuditedCall {
  /** Of the best person. */
  readonly probability: number;
  readonly right: boolean;
  /** Exact evidence would have linked it, see exactEvidence.ts. */
  readonly exact: boolean;
}

/** Exact evidence comes before any probability. */
const exactRank = 2;

export interface ThresholdRequest {
  /** A random sample of the calls that will be decided: see auditSample.ts. */
  readonly audited: readonly AuditedCall[];
  /**
   * Any calls. Their labels are not looked at, so the audited ones may be among them: given that a call is above a threshold
   * placed by probabilities alone, whether it is right is still a fair draw.
   */
  readonly pilot: readonly Pick<AuditedCall, 'probability' | 'exact'>[];
  /** Largest share of automatic links that may be wrong, in (0, 1). */
  readonly limit: number;
}

export type AutomaticThreshold = Pick<
  LinkerThresholds,
  'automatic' | 'rule' | 'wrongLinkRate' | 'wrongLinkUpperBound' | 'exactEvidence' | 'auditShare' | 'audited'
>;

/** How often a proof may be wrong: 95 % confidence. */
const error = 0.05;
/**
 * Share of the calls that may be linked about which people are asked whatever is answered: until a threshold is proven all
 * of them, in random order (reviewPriority.ts), for nothing else can prove one and exact evidence links few calls; then
 * half, as long as the model believes more calls to be within the limit than are proven to be; then none.
 */
const auditShares = { unproven: 1, partlyProven: 0.5, proven: 0 } as const;

/**
 * The lowest probability from which on links, those by exact evidence among them, are proven to be wrong in at most a
 * share `limit` of cases, with 95 % confidence over samples of audited calls. No property of the model is assumed: one
 * that overstates its certainty is given a higher threshold, or none. Sets of calls to try, exact evidence first and then
 * by probability, are placed without labels and tested on the audited calls from the smallest on, each by the exact
 * binomial test, until one fails (see models/conformal/selectiveRisk.ts); 299 audited links without a wrong one prove 1 %.
 *
 * Until there is a proof only exact evidence links. That is presumed to keep the limit, and no longer once the audited
 * calls refute it (one-sided binomial test at 5 %).
 */
export function automaticThreshold({ audited, pilot, limit }: ThresholdRequest): AutomaticThreshold {
  const exact = audited.filter((call) => call.exact);
  const exactWrong = exact.filter(({ right }) => !right).length;
  const refuted = exactWrong > 0 && 1 - binomialCdf(exactWrong - 1, exact.length, limit) <= error;
  const ranks = (calls: ThresholdRequest['pilot']) =>
    Float64Array.from(calls, (call) => (call.exact && !refuted ? exactRank : call.probability));
  const found = selectiveRiskThreshold({
    scores: ranks(audited),
    wrong: audited.map(({ right }) => (right ? 0 : 1)),
    thresholds: pilotThresholds({
      pilotScores: ranks(pilot),
      pilotRisks: Float64Array.from(pilot, ({ probability }) => 1 - probability),
      labelled: audited.length,
      limit,
      error,
    }),
    limit,
    error,
  });
  const proven = found.selected > 0;
  const exactEvidence = refuted ? 'refuted' : proven ? 'proven' : 'presumed';
  if (!proven || found.threshold > 1) {
    return {
      automatic: 2,
      rule: 'exact_evidence',
      exactEvidence,
      auditShare: auditShares.unproven,
      ...measured(exactWrong, exact.length),
    };
  }
  return {
    automatic: found.threshold,
    rule: 'upper_bound',
    exactEvidence,
    auditShare: found.threshold > 1 - limit ? auditShares.partlyProven : auditShares.proven,
    ...measured(found.wrong, found.selected),
  };
}

function measured(wrong: number, links: number) {
  return {
    audited: { links, wrong },
    wrongLinkRate: links > 0 ? wrong / links : 0,
    wrongLinkUpperBound: links > 0 ? clopperPearsonUpper(wrong, links, error) : null,
  };
}
