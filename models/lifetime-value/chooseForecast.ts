import { Problem } from '../../base/problem.ts';
import { fitForecasts, type PurchaseForecast } from './purchaseForecast.ts';
import { type PurchaseLog, purchasesBetween, recordsAt } from './purchaseLog.ts';
import type { TimeUnit } from './transactionModel.ts';

export const daysPerUnit = { day: 1, week: 7 } as const satisfies Partial<Record<TimeUnit, number>>;

/** A stretch of the past that forecasts were tried on. */
export interface ValidationWindow {
  /** Days since 1970-01-01: fitted on what was known at the end of `from`, compared with what came until `until`. */
  readonly from: number;
  readonly until: number;
  readonly customers: number;
  readonly purchases: number;
}

export interface ValidationScore {
  readonly name: PurchaseForecast['name'];
  /** Poisson deviance and absolute error per customer and window. */
  readonly deviance: number;
  readonly mae: number;
  /** How much less deviance than the blend's, and the standard error of that difference over customers. */
  readonly gain: number;
  readonly gainError: number;
}

export interface ForecastChoice {
  readonly name: PurchaseForecast['name'];
  /** Why, as a sentence. */
  readonly reason: string;
  /** By deviance, the best first; empty when there was no usable window. */
  readonly scores: readonly ValidationScore[];
  readonly windows: readonly ValidationWindow[];
}

/** Where the windows begin, as shares of the time until `day`; each lasts until `day`. */
const shares = [1 / 2, 2 / 3, 5 / 6] as const;
const fewestCustomers = 30;

/**
 * Which forecast to trust, decided without anything from after `day`: each is fitted at earlier moments and compared
 * with what came between then and `day`. Judged by the Poisson deviance, which is least for the expected number
 * of purchases; the absolute error alone would favour whoever foretells too little. The blend is taken unless a single
 * model beat it by more than two standard errors: a winner by chance is no winner. With too little past for any of
 * that, the blend as well.
 */
export async function chooseForecast(
  log: PurchaseLog,
  day: number,
  unit: keyof typeof daysPerUnit,
  signal?: AbortSignal,
): Promise<ForecastChoice> {
  const losses = new Map<PurchaseForecast['name'], { byCustomer: Map<string, number>; error: number }>();
  const windows: ValidationWindow[] = [];
  const unitDays = daysPerUnit[unit];
  for (const share of shares) {
    const from = Math.round(log.firstDay + share * (day - log.firstDay));
    const actual = purchasesBetween(log, from, day);
    const purchases = actual.reduce((sum, count) => sum + count, 0);
    if (actual.length < fewestCustomers || purchases === 0) continue;
    const records = recordsAt(log, from, unitDays);
    const forecasts = await fitted(records, unit, signal);
    if (forecasts === undefined) continue;
    windows.push({ from, until: day, customers: records.length, purchases });
    for (const { name, expectedPurchases } of forecasts) {
      const loss = losses.get(name) ?? { byCustomer: new Map<string, number>(), error: 0 };
      losses.set(name, loss);
      records.forEach(({ customer, history }, row) => {
        const expected = expectedPurchases(history, (day - from) / unitDays);
        loss.error += Math.abs(actual[row]! - expected);
        // Somebody given up as surely gone can still come back: a prediction of nothing is only nearly nothing.
        const deviance = poissonDeviance(
          actual[row]!,
          Math.max(expected, 1e-3 * (purchases / actual.length)),
        );
        loss.byCustomer.set(customer, (loss.byCustomer.get(customer) ?? 0) + deviance);
      });
    }
  }
  const predictions = windows.reduce((sum, window) => sum + window.customers, 0);
  const blend = losses.get('blend')?.byCustomer ?? new Map<string, number>();
  const scores = [...losses].map(([name, { byCustomer, error }]): ValidationScore => {
    const gains = [...byCustomer].map(([customer, deviance]) => blend.get(customer)! - deviance);
    const gain = total(gains);
    const spread = total(gains.map((each) => (each - gain / gains.length) ** 2));
    return {
      name,
      deviance: total([...byCustomer.values()]) / predictions,
      mae: error / predictions,
      gain: gain / predictions,
      gainError: Math.sqrt(spread) / predictions,
    };
  });
  scores.sort((a, b) => a.deviance - b.deviance);
  const winner = scores.find(({ gain, gainError }) => gainError > 0 && gain > 2 * gainError);
  const reason =
    windows.length === 0
      ? 'there is too little past to try the models on, so none is preferred to their mean'
      : winner === undefined
        ? `no single model beat their mean by more than two standard errors in ${windows.length} windows of the past`
        : `it beat the mean of the models by more than two standard errors in ${windows.length} windows of the past`;
  return { name: winner?.name ?? 'blend', reason, scores, windows };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const poissonDeviance = (count: number, mean: number): number =>
  2 * ((count > 0 ? count * Math.log(count / mean) : 0) - count + mean);

async function fitted(
  records: ReturnType<typeof recordsAt>,
  unit: TimeUnit,
  signal: AbortSignal | undefined,
) {
  try {
    return await fitForecasts(records, { unit, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    const few = error instanceof Problem && ['not_enough_data', 'degenerate_fit'].includes(error.code);
    if (few) return undefined;
    throw error;
  }
}
