import { log1pExp, sigmoid } from '../../numeric/sigmoid.ts';
import { missingLevel } from './comparisonPlan.ts';
import { type EvidenceVariable, evidenceVariables } from './evidenceVariable.ts';
import { tellsApart } from './householdClass.ts';
import { type HouseholdModel, logRatios, type MatchModel } from './matchModel.ts';
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

/** What pairs of two people of one household say beside what strangers do. */
interface Household {
  /** log P(state | household) / P(state | strangers), per variable and state; undefined where it tells people apart. */
  readonly weights: readonly (Float64Array | undefined)[];
  /** Log-odds of a household against strangers before anything was compared. */
  readonly priorLogOdds: number;
  /** Logarithm of the share of strangers among pairs that are no match. */
  readonly logStrangers: number;
}

/** Log-odds of a pair as a sum that is linear in the factors of the variables. */
export interface LinearLogOdds {
  readonly offset: number;
  /** Per variable: to be multiplied by its factor. */
  readonly terms: Float64Array;
}

/**
 * Log-odds that two rows are of one entity; symmetric. Each variable weighs matches against strangers; where the model
 * knows of households, one weight more says how far another person of the household explains the agreement as well.
 */
export class PairScorer {
  readonly comparison: RecordComparison;
  readonly variables: readonly EvidenceVariable[];
  readonly model: MatchModel;
  readonly weights: readonly Float64Array[];
  /** Factor of the evidence of each variable: 1 without labels. */
  readonly factors: Float64Array;
  /** Log-odds of a pair before its fields were looked at. */
  readonly priorLogOdds: number;
  readonly #household: Household | undefined;
  readonly #rarity: readonly Float64Array[];
  readonly #levels: Uint8Array;
  readonly #known: ReadonlyMap<number, number> | undefined;

  constructor(comparison: RecordComparison, model: MatchModel, adjustment?: LabelAdjustment) {
    this.model = model;
    this.comparison = comparison;
    this.variables = evidenceVariables(comparison.plan.fields);
    this.weights = logRatios(model.match, model.random);
    this.#household = model.household && this.#against(model.household);
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
    let home = 0;
    let scaled = 0;
    for (let variable = 0; variable < this.variables.length; variable++) {
      const { fields, state } = this.variables[variable]!;
      const found = state(levels, offset);
      if (found < 0) continue;
      const rarity = fields.length === 1 ? 0 : this.#rarest(fields, levels, offset);
      const factor = this.factors[variable]!;
      sum += factor * (this.weights[variable]![found]! + rarity);
      const homely = this.#household?.weights[variable];
      if (homely === undefined) continue;
      home += homely[found]! + rarity;
      scaled += factor * (homely[found]! + rarity);
    }
    return this.#household === undefined ? sum : sum + discount(this.#household, home, scaled);
  }

  /** Log-odds of every pattern. */
  ofPatterns({ levels, size, fieldCount }: PairPatterns): Float64Array {
    return Float64Array.from({ length: size }, (_, pattern) => this.ofLevels(levels, pattern * fieldCount));
  }

  /** Evidence of one variable against strangers; 0 where nothing is said. */
  weight(variable: number, levels: Uint8Array, offset: number): number {
    return this.factors[variable]! * this.#evidence(this.weights[variable]!, variable, levels, offset);
  }

  /** What it takes off that people of one household agree as well; hardly above 0. Undefined: the model knows of none. */
  householdWeight(levels: Uint8Array, offset: number): number | undefined {
    if (this.#household === undefined) return undefined;
    const terms = this.#homeTerms(this.#household, levels, offset);
    const sum = (factors: (variable: number) => number) =>
      terms.reduce((total, term, variable) => total + factors(variable) * term, 0);
    return discount(
      this.#household,
      sum(() => 1),
      sum((variable) => this.factors[variable]!),
    );
  }

  /** The log-odds as they depend on the factors, without the shift of labels. */
  linear(levels: Uint8Array, offset: number): LinearLogOdds {
    const prior = Math.log(this.model.prior) - Math.log1p(-this.model.prior);
    const terms = Float64Array.from(this.variables, (_, variable) =>
      this.#evidence(this.weights[variable]!, variable, levels, offset),
    );
    if (this.#household === undefined) return { offset: prior, terms };
    const homely = this.#homeTerms(this.#household, levels, offset);
    const home = homely.reduce((sum, term) => sum + term, 0);
    const probability = sigmoid(this.#household.priorLogOdds + home);
    return {
      offset: prior + discount(this.#household, home, 0),
      terms: terms.map((term, variable) => term - probability * homely[variable]!),
    };
  }

  #against({ states, share }: HouseholdModel): Household {
    const weights = logRatios(states, this.model.random);
    return {
      weights: weights.map((ofStates, at) => (tellsApart(this.variables[at]!) ? undefined : ofStates)),
      priorLogOdds: Math.log(share) - Math.log1p(-share),
      logStrangers: Math.log1p(-share),
    };
  }

  #homeTerms({ weights }: Household, levels: Uint8Array, offset: number): Float64Array {
    return Float64Array.from(weights, (ofStates, variable) =>
      ofStates === undefined ? 0 : this.#evidence(ofStates, variable, levels, offset),
    );
  }

  #evidence(weights: Float64Array, variable: number, levels: Uint8Array, offset: number): number {
    const { fields, state } = this.variables[variable]!;
    const found = state(levels, offset);
    if (found < 0) return 0;
    return weights[found]! + (fields.length === 1 ? 0 : this.#rarest(fields, levels, offset));
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

/**
 * log P(agreement | strangers) / P(agreement | no match), where some of those that are no match are of one household. The
 * factors of labels act on it in first order, with the probability of a household as it is without labels.
 * @param home evidence of a household against strangers
 * @param scaled the same, each variable times its factor
 */
function discount({ priorLogOdds, logStrangers }: Household, home: number, scaled: number): number {
  const logOdds = priorLogOdds + home;
  return -logStrangers - log1pExp(logOdds) - sigmoid(logOdds) * (scaled - home);
}
