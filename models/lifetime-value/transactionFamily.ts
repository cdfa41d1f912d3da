import type { Random } from '../../base/random.ts';
import type { DistinctHistories, PurchaseHistory } from './purchaseHistory.ts';

export type TransactionParameters = Readonly<Record<string, number>>;

/** Somebody of a model's own world. */
export interface SimulatedCustomer {
  readonly history: PurchaseHistory;
  /** At the end of the observation. */
  readonly alive: boolean;
  /** Purchases in the `horizon` after it. */
  readonly later: number;
}

/**
 * A "buy till you die" model: how often customers buy while they are customers, and when they silently leave.
 * Times are in the unit of the histories it was fitted on. Methods take the parameters, so that a family has no state.
 */
export interface TransactionFamily<P extends TransactionParameters = TransactionParameters> {
  readonly name: string;
  readonly title: string;
  /** `opportunities`: ages and recencies count opportunities to buy, at most one purchase in each. */
  readonly time: 'continuous' | 'opportunities';
  readonly parameterNames: readonly string[];
  /**
   * Parameters that a customer's multiplier of the rate of buying, or of leaving, divides (Fader & Hardie 2007,
   * Incorporating Time-Invariant Covariates); absent: the family has no such rate.
   */
  readonly rates?: { readonly buying: string; readonly leaving?: string };
  /** Where a fit begins, in the order of the names. */
  origin(histories: DistinctHistories): readonly number[];
  /** The log-likelihood as a function of the parameters that writes its gradient. */
  likelihood(histories: DistinctHistories): (parameters: Float64Array, gradient: Float64Array) => number;
  /** P(alive) at the end of observation, in [0, 1]. */
  probabilityAlive(parameters: P, history: PurchaseHistory): number;
  /** Purchases expected within `horizon` after the observation, given the history; horizon finite and >= 0. */
  expectedPurchases(parameters: P, history: PurchaseHistory, horizon: number): number;
  /** A draw of the purchases within `horizon` after the observation, given the history. */
  drawFuture(parameters: P, random: Random, history: PurchaseHistory, horizon: number): number;
  /** Somebody new, observed for `age` after their first purchase and for a `horizon` more. */
  drawCustomer(parameters: P, random: Random, age: number, horizon: number): SimulatedCustomer;
}
