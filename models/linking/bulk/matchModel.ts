/** Parameters of the Fellegi-Sunter model of pairs of records, per variable and state (evidenceVariable.ts). */
export interface MatchModel {
  /** P(state | same entity, something is said). */
  readonly match: readonly Float64Array[];
  /** P(state | different entities, something is said). */
  readonly random: readonly Float64Array[];
  /** Share of all pairs that are of one entity. */
  readonly prior: number;
}

/** Evidence of each state: log P(state | match) / P(state | random), natural logarithm. */
export function stateWeights(model: MatchModel): Float64Array[] {
  return model.match.map((match, variable) =>
    match.map((share, state) => Math.log(share / model.random[variable]![state]!)),
  );
}
