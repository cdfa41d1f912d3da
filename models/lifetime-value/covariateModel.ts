import { Problem } from '../../base/problem.ts';
import type { Row } from '../table.ts';
import { type CovariateColumn, covariate, covariateColumns } from './covariates.ts';
import { maximiseLikelihood } from './maximumLikelihood.ts';
import { distinctHistories, type PurchaseHistory } from './purchaseHistory.ts';
import { type FamilyName, transactionFamily } from './transactionFamilies.ts';
import type { TransactionParameters } from './transactionFamily.ts';

/** How attributes multiply a customer's rates; plain data. */
export interface CovariateEffects {
  readonly columns: readonly CovariateColumn[];
  /** Logarithm of what one standard deviation multiplies the rate of buying by, per column. */
  readonly buying: readonly number[];
  /** The same for the rate of leaving; empty: the family has none. */
  readonly leaving: readonly number[];
}

/** Drawn towards no effect: one standard deviation rarely doubles a rate. */
const penalty = 4;

/**
 * The parameters of one customer: both gamma distributions of rates are divided by the multipliers of their attributes,
 * the rest is shared (Fader & Hardie 2007, Incorporating Time-Invariant Covariates into the Pareto/NBD and BG/NBD).
 */
export function parametersOf(
  family: FamilyName,
  shared: TransactionParameters,
  effects: CovariateEffects | null,
  row: Row,
): TransactionParameters {
  const { rates } = transactionFamily(family);
  if (effects === null || rates === undefined) return shared;
  const values = effects.columns.map((column) => covariate(column, row));
  const multiplier = (logs: readonly number[]) =>
    Math.exp(logs.reduce((sum, log, index) => sum + log * values[index]!, 0));
  return {
    ...shared,
    [rates.buying]: shared[rates.buying]! / multiplier(effects.buying),
    ...(rates.leaving === undefined
      ? {}
      : { [rates.leaving]: shared[rates.leaving]! / multiplier(effects.leaving) }),
  };
}

/**
 * Fits a family with its customers' attributes, from where the fit without them ended.
 * @returns null when there are none, or they explain less than their number costs (AIC)
 */
export async function fitCovariates(
  family: FamilyName,
  without: { readonly parameters: TransactionParameters; readonly logLikelihood: number },
  customers: readonly { readonly history: PurchaseHistory; readonly row: Row }[],
  options: { readonly penalty: number; readonly signal?: AbortSignal },
): Promise<{
  readonly parameters: TransactionParameters;
  readonly effects: CovariateEffects;
  readonly logLikelihood: number;
} | null> {
  const { title, parameterNames, rates, likelihood } = transactionFamily(family);
  const columns = covariateColumns(customers.map(({ row }) => row));
  if (rates === undefined || columns.length === 0) return null;
  const groups = groupedByCovariates(columns, customers).map(({ values, histories }) => ({
    values,
    logLikelihood: likelihood(distinctHistories(histories, { onlyPart: true })),
  }));
  const size = parameterNames.length;
  const scaled = [rates.buying, ...(rates.leaving === undefined ? [] : [rates.leaving])].map((name) =>
    parameterNames.indexOf(name),
  );
  const multipliers = scaled.length * columns.length;
  const own = new Float64Array(size);
  const ownGradient = new Float64Array(size);
  const logLikelihood = (parameters: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let total = 0;
    for (const { values, logLikelihood: of } of groups) {
      own.set(parameters.subarray(0, size));
      scaled.forEach((parameter, block) => {
        for (let column = 0; column < columns.length; column++)
          own[parameter]! /= parameters[size + block * columns.length + column]! ** values[column]!;
      });
      total += of(own, ownGradient);
      for (let index = 0; index < size; index++)
        gradient[index]! += (ownGradient[index]! * own[index]!) / parameters[index]!;
      scaled.forEach((parameter, block) => {
        for (let column = 0; column < columns.length; column++) {
          const at = size + block * columns.length + column;
          gradient[at]! -= (ownGradient[parameter]! * own[parameter]! * values[column]!) / parameters[at]!;
        }
      });
    }
    return total;
  };
  try {
    const fit = await maximiseLikelihood(
      {
        title: `${title} with attributes`,
        names: [...parameterNames, ...scaled.flatMap((_, block) => columns.map((_, at) => `${block}.${at}`))],
        origin: [
          ...parameterNames.map((name) => without.parameters[name]!),
          ...new Array<number>(multipliers).fill(1),
        ],
        penalties: [...parameterNames.map(() => 0), ...new Array<number>(multipliers).fill(penalty)],
        logLikelihood,
      },
      options,
    );
    if (fit.logLikelihood - multipliers <= without.logLikelihood) return null;
    const logs = (block: number) => columns.map((_, at) => Math.log(fit.estimates[`${block}.${at}`]!.value));
    return {
      parameters: Object.fromEntries(parameterNames.map((name) => [name, fit.estimates[name]!.value])),
      effects: { columns, buying: logs(0), leaving: rates.leaving === undefined ? [] : logs(1) },
      logLikelihood: fit.logLikelihood,
    };
  } catch (error) {
    if (error instanceof Problem && error.code === 'degenerate_fit') return null;
    throw error;
  }
}

/** Customers of equal attributes share one likelihood; sorted, so that their order changes nothing. */
function groupedByCovariates(
  columns: readonly CovariateColumn[],
  customers: readonly { readonly history: PurchaseHistory; readonly row: Row }[],
) {
  const groups = new Map<string, { values: readonly number[]; members: PurchaseHistory[] }>();
  for (const { history, row } of customers) {
    const values = columns.map((column) => covariate(column, row));
    const key = values.join(' ');
    const group = groups.get(key) ?? { values, members: [] };
    groups.set(key, group);
    group.members.push(history);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { values, members }]) => ({
      values,
      histories: {
        frequency: members.map(({ frequency }) => frequency),
        recency: members.map(({ recency }) => recency),
        age: members.map(({ age }) => age),
      },
    }));
}
