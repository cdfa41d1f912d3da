import { levelWeights, type MatchModel, pairLogOdds } from './matchModel.ts';
import type { RecordComparison } from './recordComparison.ts';

/** Log-odds that two rows are of one entity; symmetric. */
export class PairScorer {
  readonly comparison: RecordComparison;
  readonly model: MatchModel;
  readonly weights: readonly Float64Array[];
  /** Log-odds of a pair before its fields were looked at. */
  readonly priorLogOdds: number;
  readonly #levels: Uint8Array;

  constructor(comparison: RecordComparison, model: MatchModel) {
    this.comparison = comparison;
    this.model = model;
    this.weights = levelWeights(model);
    this.priorLogOdds = Math.log(model.prior) - Math.log1p(-model.prior);
    this.#levels = new Uint8Array(comparison.fields.length);
  }

  logOdds(a: number, b: number): number {
    this.comparison.compare(a, b, this.#levels);
    return pairLogOdds(this.weights, this.priorLogOdds, this.#levels);
  }
}
