import { type EvidenceVariable, evidenceVariables } from './evidenceVariable.ts';
import { type MatchModel, stateWeights } from './matchModel.ts';
import { missingLevel, type RecordComparison } from './recordComparison.ts';

/** Log-odds that two rows are of one entity; symmetric. */
export class PairScorer {
  readonly comparison: RecordComparison;
  readonly variables: readonly EvidenceVariable[];
  readonly weights: readonly Float64Array[];
  /** Log-odds of a pair before its fields were looked at. */
  readonly priorLogOdds: number;
  readonly #rarity: readonly Float64Array[];
  readonly #levels: Uint8Array;

  constructor(comparison: RecordComparison, model: MatchModel) {
    this.comparison = comparison;
    this.variables = evidenceVariables(comparison.fields);
    this.weights = stateWeights(model);
    this.priorLogOdds = Math.log(model.prior) - Math.log1p(-model.prior);
    this.#rarity = comparison.fields.map(({ bands }) => bands.surprise);
    this.#levels = new Uint8Array(comparison.fields.length);
  }

  logOdds(a: number, b: number): number {
    this.comparison.compare(a, b, this.#levels);
    return this.ofLevels(this.#levels, 0);
  }

  /** Log-odds of a pair with these levels. */
  ofLevels(levels: Uint8Array, offset: number): number {
    let sum = this.priorLogOdds;
    for (let variable = 0; variable < this.variables.length; variable++)
      sum += this.weight(variable, levels, offset);
    return sum;
  }

  /** Evidence of one variable; 0 where nothing is said. */
  weight(variable: number, levels: Uint8Array, offset: number): number {
    const { fields, state } = this.variables[variable]!;
    const found = state(levels, offset);
    if (found < 0) return 0;
    const weight = this.weights[variable]![found]!;
    return fields.length === 1 ? weight : weight + this.#rarest(fields, levels, offset);
  }

  /** Of fields that are judged jointly, the rarest of the equal values counts, since the others follow from it. */
  #rarest(fields: readonly number[], levels: Uint8Array, offset: number): number {
    let rarest = -1;
    let surprise = 0;
    for (const field of fields) {
      const level = levels[offset + field]!;
      const band = level - this.comparison.fields[field]!.equal;
      if (level === missingLevel || band <= rarest) continue;
      rarest = band;
      surprise = this.#rarity[field]![band]!;
    }
    return surprise;
  }
}
