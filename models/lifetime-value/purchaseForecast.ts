import type { PurchaseHistory } from './purchaseHistory.ts';
import type { CustomerRecord } from './purchaseLog.ts';
import { continuousFamilies, type FamilyName, transactionFamily } from './transactionFamilies.ts';
import { fitTransactionModel, type TimeUnit, type TransactionModel } from './transactionModel.ts';
import { withPenalties } from './withPenalties.ts';

/** A way to foretell purchases: one transaction model, or the mean of all of them. */
export interface PurchaseForecast {
  readonly name: FamilyName | 'blend';
  readonly title: string;
  /** What it consists of; several for the blend. */
  readonly models: readonly TransactionModel[];
  expectedPurchases(history: PurchaseHistory, horizon: number): number;
  probabilityAlive(history: PurchaseHistory): number;
}

/**
 * BG/NBD, MBG/NBD, Pareto/NBD and their blend: the mean of the three with equal weights, because weights learned
 * on one window of time seldom hold for the next. A model without a maximum of the likelihood is fitted with
 * the smallest penalty that gives it one; its data say so.
 * @throws Problem not_enough_data without any repeat purchase
 */
export async function fitForecasts(
  records: readonly CustomerRecord[],
  options: { readonly unit: TimeUnit; readonly signal?: AbortSignal },
): Promise<PurchaseForecast[]> {
  const histories = {
    frequency: records.map(({ history }) => history.frequency),
    recency: records.map(({ history }) => history.recency),
    age: records.map(({ history }) => history.age),
  };
  const models: TransactionModel[] = [];
  for (const family of continuousFamilies)
    models.push(
      await withPenalties((penalty) => fitTransactionModel(family, histories, { ...options, penalty })),
    );
  const singles = models.map(
    (model): PurchaseForecast => ({
      name: model.data.family,
      title: transactionFamily(model.data.family).title,
      models: [model],
      expectedPurchases: (history, horizon) => model.expectedPurchases(history, horizon),
      probabilityAlive: (history) => model.probabilityAlive(history),
    }),
  );
  const mean = (of: (model: TransactionModel) => number) =>
    models.reduce((sum, model) => sum + of(model), 0) / models.length;
  return [
    ...singles,
    {
      name: 'blend',
      title: 'Blend of the three',
      models,
      expectedPurchases: (history, horizon) => mean((model) => model.expectedPurchases(history, horizon)),
      probabilityAlive: (history) => mean((model) => model.probabilityAlive(history)),
    },
  ];
}

/** The baseline: everybody goes on buying at the rate of their repeat purchases so far. */
export function pastRate({ frequency, age }: PurchaseHistory, horizon: number): number {
  return age > 0 ? (frequency / age) * horizon : 0;
}
