import type { ModelData } from '../estimator.ts';
import type { FellegiSunterData } from './fellegiSunter.ts';
import type { BlockLimits } from './keyKinds.ts';
import type { RankerData } from './ranker/ranker.ts';

/** How the automatic threshold was found. */
export type ThresholdRule =
  /** No threshold is proven yet: only exact evidence links, see exactEvidence.ts. */
  | 'exact_evidence'
  /** Of models fitted before thresholds were proven: an estimate. They answer as they did. */
  | 'estimate'
  /** Audited calls prove with 95 % confidence that the share of wrong links stays within the limit. */
  | 'upper_bound';

export interface LinkerThresholds {
  /** Smallest probability at which a call is linked without asking; above 1: never. */
  readonly automatic: number;
  readonly rule: ThresholdRule;
  /** Share of wrong ones among the audited links, and its exact upper bound at 95 % (one-sided); null: none audited. */
  readonly wrongLinkRate: number;
  readonly wrongLinkUpperBound: number | null;
  /** Calls by whose audit the rule was found: those it would have linked, and how many of these wrongly. */
  readonly audited?: { readonly links: number; readonly wrong: number };
  /**
   * Whether exact evidence may link: presumed, while nothing is proven; proven, whatever the probability; refuted, never.
   * Absent in models fitted before there was this check.
   */
  readonly exactEvidence?: 'presumed' | 'proven' | 'refuted';
  /** Share of the calls it may link about which the model wants people to be asked, beside what the settings say. */
  readonly auditShare?: number;
  /** Largest share allowed. */
  readonly wrongLinkLimit: number;
  /** Smallest probability of the best candidate at which a person is asked. */
  readonly review: number;
  /** Smallest P(none) at which a caller who left evidence is taken for somebody new. */
  readonly newCustomer: number;
}

/** Everything a linker needs to answer; plain and JSON-able. */
export interface LinkerData extends ModelData {
  readonly kind: 'linker';
  readonly fellegiSunter: FellegiSunterData;
  /** Parameter name -> value where it differs from what it is without labels. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Trees that correct the scores; absent: the parameters alone do as well. */
  readonly ranker?: RankerData;
  /** Calibration found out of fold: candidate scores against "none" are slope x score + shift. */
  readonly calibration: { readonly slope: number; readonly shift: number };
  readonly thresholds: LinkerThresholds;
  /** Keys by which candidates are looked up, chosen from labelled calls; absent: the usual ones. */
  readonly blockLimits?: BlockLimits;
  /** What the model was fitted on. */
  readonly calls: number;
  readonly labelledCalls: number;
}
