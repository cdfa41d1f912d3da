import { type Finding, Problem } from '../../base/problem.ts';
import type { Random } from '../../base/random.ts';
import type { ModelData } from '../estimator.ts';
import { type LikelihoodOptions, maximiseLikelihood, type ParameterEstimate } from './maximumLikelihood.ts';
import {
  checkHistories,
  checkHorizon,
  distinctHistories,
  type PurchaseHistories,
  type PurchaseHistory,
} from './purchaseHistory.ts';
import { type FamilyName, transactionFamily } from './transactionFamilies.ts';
import type { SimulatedCustomer, TransactionParameters } from './transactionFamily.ts';

export type TimeUnit = 'day' | 'week' | 'month' | 'year' | 'opportunity';

/** Plain data; kept as a model artifact. */
export interface TransactionModelData extends ModelData {
  readonly kind: 'transaction-model';
  readonly family: FamilyName;
  /** Of every age, recency and horizon. */
  readonly unit: TimeUnit;
  readonly parameters: TransactionParameters;
  readonly estimates: Readonly<Record<string, ParameterEstimate>>;
  /** Of the log parameters in the family's order, row by row. */
  readonly covariance: readonly number[];
  readonly logLikelihood: number;
  readonly penalty: number;
  readonly customers: number;
  readonly warnings: readonly string[];
}

/** A buy-till-you-die model at its parameters. */
export interface TransactionModel {
  readonly data: TransactionModelData;
  /** Akaike's and the Bayesian information criterion: less is better; comparable between models of the same histories. */
  readonly aic: number;
  readonly bic: number;
  /** Given the history; 0 at horizon 0, never falling with it. @throws Problem invalid_input */
  expectedPurchases(history: PurchaseHistory, horizon: number): number;
  /** At the end of observation, in [0, 1]. @throws Problem invalid_input */
  probabilityAlive(history: PurchaseHistory): number;
  /** A draw from the distribution that `expectedPurchases` is the mean of. */
  drawFuture(random: Random, history: PurchaseHistory, horizon: number): number;
  /** Somebody of the model's own world, observed for `age` after their first purchase. */
  drawCustomer(random: Random, age: number, horizon: number): SimulatedCustomer;
}

export interface TransactionFitOptions extends LikelihoodOptions {
  readonly unit: TimeUnit;
}

/**
 * Fits a family by maximum likelihood.
 * @throws Problem invalid_input when a history is impossible, not_enough_data without any repeat purchase,
 * degenerate_fit when the likelihood has no maximum (see maximumLikelihood.ts)
 */
export async function fitTransactionModel(
  family: FamilyName,
  histories: PurchaseHistories,
  options: TransactionFitOptions,
): Promise<TransactionModel> {
  const { title, parameterNames, ...rest } = transactionFamily(family);
  if (rest.time === 'opportunities') checkOpportunities(histories);
  const distinct = distinctHistories(histories);
  const fit = await maximiseLikelihood(
    {
      title,
      names: parameterNames,
      origin: rest.origin(distinct),
      logLikelihood: rest.likelihood(distinct),
    },
    options,
  );
  return transactionModelFromData({
    kind: 'transaction-model',
    family,
    unit: options.unit,
    parameters: Object.fromEntries(parameterNames.map((name) => [name, fit.estimates[name]!.value])),
    estimates: fit.estimates,
    covariance: fit.covariance,
    logLikelihood: fit.logLikelihood,
    penalty: options.penalty ?? 0,
    customers: distinct.customers,
    warnings: fit.warnings,
  });
}

/** The log-likelihood of a family at some parameters. @throws Problem as fitTransactionModel does */
export function transactionLogLikelihood(
  family: FamilyName,
  parameters: TransactionParameters,
  histories: PurchaseHistories,
): number {
  const { parameterNames, likelihood } = transactionFamily(family);
  const vector = Float64Array.from(parameterNames, (name) => parameters[name]!);
  return likelihood(distinctHistories(histories))(vector, new Float64Array(vector.length));
}

export function transactionModelFromData(data: TransactionModelData): TransactionModel {
  const family = transactionFamily(data.family);
  const { parameters } = data;
  const size = family.parameterNames.length;
  const check = ({ frequency, recency, age }: PurchaseHistory) =>
    checkHistories({ frequency: [frequency], recency: [recency], age: [age] });
  return {
    data,
    aic: 2 * size - 2 * data.logLikelihood,
    bic: size * Math.log(data.customers) - 2 * data.logLikelihood,
    expectedPurchases(history, horizon) {
      check(history);
      checkHorizon(horizon);
      return horizon === 0 ? 0 : family.expectedPurchases(parameters, history, horizon);
    },
    probabilityAlive(history) {
      check(history);
      return family.probabilityAlive(parameters, history);
    },
    drawFuture: (random, history, horizon) => family.drawFuture(parameters, random, history, horizon),
    drawCustomer: (random, age, horizon) => family.drawCustomer(parameters, random, age, horizon),
  };
}

function checkOpportunities({ frequency, recency, age }: PurchaseHistories): void {
  const findings: Finding[] = [];
  for (let row = 0; row < frequency.length && findings.length < 5; row++) {
    const [x, last, observed] = [frequency[row]!, recency[row]!, age[row]!];
    if (!Number.isInteger(last) || !Number.isInteger(observed))
      findings.push({
        path: `age/${row}`,
        message: 'not a number of opportunities',
        received: [last, observed],
        allowed: 'whole numbers',
      });
    else if (x > last)
      findings.push({
        path: `frequency/${row}`,
        message: 'more purchases than opportunities up to the last',
        received: x,
        allowed: `0 to ${last}`,
      });
  }
  if (findings.length > 0)
    throw new Problem('invalid_input', 'A history is impossible with one purchase per opportunity.', {
      findings,
    });
}
