import { type ClvAnalysis, chosen } from './analyse.ts';

/** What is expected of one customer from the last day of the data on. */
export interface CustomerFuture {
  readonly customer: string;
  readonly frequency: number;
  /** Days from the first to the last purchase, and from the first to the end of the data. */
  readonly recencyDays: number;
  readonly ageDays: number;
  readonly purchases: number;
  readonly alive: number;
  /** Of one purchase; null without amounts. */
  readonly amount: number | null;
  /** purchases x amount, not discounted. */
  readonly clv: number | null;
}

/** Everybody, by the chosen forecast fitted on all data. */
export function futures(analysis: ClvAnalysis): CustomerFuture[] {
  const { final, unitDays, horizonDays } = analysis;
  const forecast = chosen(analysis, final);
  return final.records.map((record) => {
    const { customer, history } = record;
    const purchases = forecast.expectedPurchases(history, horizonDays / unitDays);
    const amount = final.spend?.expectedSpend(record) ?? null;
    return {
      customer,
      frequency: history.frequency,
      recencyDays: Math.round(history.recency * unitDays),
      ageDays: Math.round(history.age * unitDays),
      purchases,
      alive: forecast.probabilityAlive(history),
      amount,
      clv: amount === null ? null : purchases * amount,
    };
  });
}
