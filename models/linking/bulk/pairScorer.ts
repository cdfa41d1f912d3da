import { missingLevel } from './comparisonPlan.ts';
import { type EvidenceVariable, evidenceVariables } from './evidenceVariable.ts';
import { type MatchModel, stateWeights } from './matchModel.ts';
import type { PairPatterns } from './pairPatterns.ts';
import type { RecordComparison } from './recordComparison.ts';

/** What labels change in a model that was estimated without them (learnFromLabels.ts). */
export interface LabelAdjustment {
  /** Factor of the evidence of each variable. */
  readonly factors: Float64Array;
  /** Added to the prior log-odds. */
  readonly shift: number;
  /** Log-odds of judged pairs, by {@link PairScorer.pairNumber}. */
  readonly known: ReadonlyMap<number, number>;
}

/** Log-odds that two rows are of one entity; symmetric. */
export class PairScorer {
  readonly comparison: RecordComparison;
  readonly variables: readonly EvidenceVariable[];
  readonly model: MatchModel;
  readonly weights: readonly Float64Array[];
  /** Factor of the evidence of each variable: 1 without labels. */
  readonly factors: Float64Array;
  /** Log-odds of a pair before its fields were looked at. */
  readonly priorLogOdds: number;
  readonly #rarity: readonly Float64Array[];
  readonly #levels: Uint8Array;
  readonly #known: ReadonlyMap<number, number> | undefined;

  constructor(comparison: RecordComparison, model: MatchModel, adjustment?: LabelAdjustment) {
    this.model = model;
    this.comparison = comparison;
    this.variables = evidenceVariables(comparison.plan.fields);
    this.weights = stateWeights(model);
    this.priorLogOdds = Math.log(model.prior) - Math.log1p(-model.prior) + (adjustment?.shift ?? 0);
    this.factors = adjustment?.factors ?? new Float64Array(this.variables.length).fill(1);
    this.#known = adjustment?.known;
    this.#rarity = comparison.plan.fields.map(({ bands }) => bands.surprise);
    this.#levels = new Uint8Array(comparison.fieldCount);
  }

  /** One number per pair of rows, either way round. */
  pairNumber(a: number, b: number): number {
    return Math.min(a, b) * this.comparison.plan.rowCount + Math.max(a, b);
  }

  /** Log-odds of a pair that somebody judged. */
  judged(a: number, b: number): number | undefined {
    return this.#known?.get(this.pairNumber(a, b));
  }

  logOdds(a: number, b: number): number {
    const judged = this.#known === undefined ? undefined : this.judged(a, b);
    if (judged !== undefined) return judged;
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

  /** Log-odds of every pattern. */
  ofPatterns({ levels, size, fieldCount }: PairPatterns): Float64Array {
    return Float64Array.from({ length: size }, (_, pattern) => this.ofLevels(levels, pattern * fieldCount));
  }

  /** Evidence of one variable; 0 where nothing is said. */
  weight(variable: number, levels: Uint8Array, offset: number): number {
    const { fields, state } = this.variables[variable]!;
    const found = state(levels, offset);
    if (found < 0) return 0;
    const weight = this.weights[variable]![found]!;
    const rarity = fields.length === 1 ? 0 : this.#rarest(fields, levels, offset);
    return this.factors[variable]! * (weight + rarity);
  }

  /** Of fields that are judged jointly, the rarest of the equal values counts, since the others follow from it. */
  #rarest(fields: readonly number[], levels: Uint8Array, offset: number): number {
    let rarest = -1;
    let surprise = 0;
    for (const field of fields) {
      const level = levels[offset + field]!;
      const band = level - this.comparison.plan.fields[field]!.equal;
      if (level === missingLevel || band <= rarest) continue;
      rarest = band;
      surprise = this.#rarity[field]![band]!;
    }
    return surprise;
  }
}
