import type { ModelData } from '../estimator.ts';
import type { FellegiSunterData } from './fellegiSunter.ts';

/** How the automatic threshold was found. */
export type ThresholdRule =
  /** Too few labels: only exact evidence links, see exactEvidence.ts. */
  | 'exact_evidence'
  /** The expected share of wrong links, drawn towards the observed one, stays within the limit. */
  | 'estimate'
  /** The 95 % upper confidence bound of the observed share stays within the limit. */
  | 'upper_bound';

export interface LinkerThresholds {
  /** Smallest probability at which a call is linked without asking; above 1: never. */
  readonly automatic: number;
  readonly rule: ThresholdRule;
  /** Estimated share of wrong links among automatic ones, and its upper bound where the labels allow one. */
  readonly wrongLinkRate: number;
  readonly wrongLinkUpperBound: number | null;
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
  /** Calibration found out of fold: candidate scores against "none" are slope x score + shift. */
  readonly calibration: { readonly slope: number; readonly shift: number };
  readonly thresholds: LinkerThresholds;
  /** What the model was fitted on. */
  readonly calls: number;
  readonly labelledCalls: number;
}
