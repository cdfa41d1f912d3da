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

export interface ThresholdRequest {
  /** A random sample of the calls that will be decided: see auditSample.ts. */
  readonly audited: readonly AuditedCall[];
  /**
   * Probabilities of the best person of any calls. Their labels are not looked at, so the audited ones may be among them:
   * given that a call is above a threshold placed by probabilities alone, whether it is right is still a fair draw.
   */
  readonly pilot: Float64Array;
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
 * Share of the calls that may be linked about which people are asked until a threshold is proven: all of them, in random
 * order (reviewPriority.ts). Nothing else can prove it, and exact evidence links few calls until then.
 */
const auditShareUntilProven = 1;

/**
 * The lowest probability from which on links are proven to be wrong in at most a share `limit` of cases, with 95 %
 * confidence over samples of audited calls. No property of the model is assumed: one that overstates its certainty is
 * given a higher threshold, or none. Thresholds to try are placed by calls without labels, tested on the audited ones
 * from the highest down, each by the exact binomial test, until one fails (see models/conformal/selectiveRisk.ts); 299
 * audited links without a wrong one prove 1 %.
 *
 * Until there is a proof only exact evidence links. That is presumed to keep the limit, and no longer once the audited
 * calls refute it (one-sided binomial test at 5 %).
 */
export function automaticThreshold({ audited, pilot, limit }: ThresholdRequest): AutomaticThreshold {
  const found = selectiveRiskThreshold({
    scores: Float64Array.from(audited, ({ probability }) => probability),
    wrong: audited.map(({ right }) => (right ? 0 : 1)),
    thresholds: pilotThresholds({ pilotScores: pilot, labelled: audited.length, limit, error }),
    limit,
    error,
  });
  const exact = audited.filter((call) => call.exact);
  const exactWrong = exact.filter(({ right }) => !right).length;
  const refuted = exactWrong > 0 && 1 - binomialCdf(exactWrong - 1, exact.length, limit) <= error;
  const common = { exactEvidence: refuted ? 'refuted' : 'presumed' } as const;
  if (found.threshold <= 1) {
    return {
      ...common,
      automatic: found.threshold,
      rule: 'upper_bound',
      auditShare: 0,
      ...measured(found.wrong, found.selected),
    };
  }
  return {
    ...common,
    automatic: 2,
    rule: 'exact_evidence',
    auditShare: auditShareUntilProven,
    ...measured(exactWrong, exact.length),
  };
}

function measured(wrong: number, links: number) {
  return {
    audited: { links, wrong },
    wrongLinkRate: links > 0 ? wrong / links : 0,
    wrongLinkUpperBound: links > 0 ? clopperPearsonUpper(wrong, links, error) : null,
  };
}
