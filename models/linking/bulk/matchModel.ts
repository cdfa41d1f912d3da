/** Parameters of the Fellegi-Sunter model of pairs of records, per variable and state (evidenceVariable.ts). */
export interface MatchModel {
  /** P(state | same entity, something is said). */
  readonly match: readonly Float64Array[];
  /** P(state | different entities that have nothing to do with each other, something is said). */
  readonly random: readonly Float64Array[];
  /** Share of all pairs that are of one entity. */
  readonly prior: number;
  /** Different people of one household, where records tell them apart (householdClass.ts). */
  readonly household: HouseholdModel | undefined;
}

export interface HouseholdModel {
  /** P(state | different people of one household, something is said); as `random` where it tells people apart. */
  readonly states: readonly Float64Array[];
  /** Share of such pairs among all pairs that are no match. */
  readonly share: number;
}

/** Evidence of each state for one class against another, per variable: natural logarithm of the ratio of its shares. */
export function logRatios(these: readonly Float64Array[], those: readonly Float64Array[]): Float64Array[] {
  return these.map((shares, variable) =>
    shares.map((share, state) => Math.log(share / those[variable]![state]!)),
  );
}
