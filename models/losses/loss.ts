import type { Scale } from '../estimator.ts';

/** First and second derivative of the loss by each row's raw score, times the row's weight. */
export interface Derivatives {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** Permanent names: artifacts hold them. */
export type LossName = 'logistic' | 'squared' | 'poisson' | 'tweedie' | 'quantile';

/** What the raw scores are that each loss is a function of. */
export const scaleOfLoss = {
  logistic: 'log-odds',
  squared: 'value',
  poisson: 'log',
  tweedie: 'log',
  quantile: 'value',
} as const satisfies Record<LossName, Scale>;

/** What training minimises, row by row, as a function of one raw score. */
export interface Loss {
  readonly name: LossName;
  /** Targets the loss is defined for, in words and as a test. */
  readonly targets: { readonly words: string; allows(target: number): boolean };
  /** The constant raw score with the least loss; `target` and `weights` of equal length, total weight above 0. */
  constant(target: Float64Array, weights: Float64Array): number;
  /** Writes weight x derivatives of every row. Hessians stay above 0 where the weight is. */
  derive(scores: Float64Array, target: Float64Array, weights: Float64Array, into: Derivatives): void;
  /** Loss of one row, without terms that no score changes. */
  ofRow(score: number, target: number): number;
  /**
   * Where the second derivative says nothing about the loss (it is piecewise linear): the constant with the least loss
   * for a leaf's rows, given target - score of each, to stand in place of the Newton step.
   */
  leafValue?(residuals: Float64Array, weights: Float64Array): number;
}
