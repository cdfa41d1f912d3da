import { missingLevel } from './recordComparison.ts';

/** Parameters of the Fellegi-Sunter model of pairs of records. */
export interface MatchModel {
  /** Per field and level: P(level | same entity, both say something). */
  readonly match: readonly Float64Array[];
  /** Per field and level: P(level | different entities). */
  readonly random: readonly Float64Array[];
  /** Share of all pairs that are of one entity. */
  readonly prior: number;
}

/** Evidence of each level of each field: log P(level | match) / P(level | random), natural logarithm. */
export function levelWeights(model: MatchModel): Float64Array[] {
  return model.match.map((match, field) =>
    match.map((share, level) => Math.log(share / model.random[field]![level]!)),
  );
}

/** Log-odds that a pair with these levels is a match. */
export function pairLogOdds(
  weights: readonly Float64Array[],
  priorLogOdds: number,
  levels: Uint8Array,
  offset = 0,
): number {
  let sum = priorLogOdds;
  for (let field = 0; field < weights.length; field++) {
    const level = levels[offset + field]!;
    if (level !== missingLevel) sum += weights[field]![level]!;
  }
  return sum;
}
