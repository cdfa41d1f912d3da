import type { DatasetRow } from '../../features/datasetRow.ts';
import type { ModelData } from '../estimator.ts';
import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import { expectedSpend, type GammaGammaParameters } from './gammaGamma.ts';
import { type PurchaseRecord, purchaseRecord } from './purchaseRecord.ts';
import { type SegmentBounds, segmentBounds, segmentOf, type ValueSegment } from './segments.ts';
import { selectTransactionModel } from './selectTransactionModel.ts';
import { simulateRevenue } from './simulateRevenue.ts';
import { fitSpendModel } from './spendModel.ts';
import { type FamilyName, transactionFamily } from './transactionFamilies.ts';
import type { TransactionParameters } from './transactionFamily.ts';

export const daysPerMonth = 365.25 / 12;

export interface LifetimeValueResult {
  /** Expected revenue of the next `horizonMonths`, company currency, not discounted. */
  readonly clv: number;
  readonly horizonMonths: number;
  /** P(still a customer), in [0, 1]. */
  readonly pAlive: number;
  /** Days with a purchase expected within the horizon. */
  readonly expectedTransactions: number;
  /** Expected revenue of such a day. */
  readonly expectedAmount: number;
  /** unknown: no model has been trained, so there is nothing to compare with. */
  readonly segment: ValueSegment | 'unknown';
}

export interface LifetimeValueModelData extends ModelData {
  readonly kind: 'lifetime-value';
  /** Which model of purchases; absent in artifacts from before there was a choice: BG/NBD. */
  readonly family?: FamilyName;
  /** Its parameters; times in days. */
  readonly purchases: TransactionParameters;
  readonly logLikelihood: number;
  /** Null: amounts vary too little or too wildly for Gamma-Gamma; everybody is given `meanSpend`. */
  readonly spend: GammaGammaParameters | null;
  readonly meanSpend: number;
  readonly horizonMonths: number;
  readonly segments: SegmentBounds;
  /** The median customer, against whom reasons compare. */
  readonly typical: PurchaseRecord;
}

export interface LifetimeValueModel {
  readonly data: LifetimeValueModelData;
  /** Revenue and days with a purchase expected in the next days; 0 at horizon 0, never falling with it. */
  expected(row: Row, horizonDays: number): { readonly revenue: number; readonly purchases: number };
  /**
   * `interval`: the middle 90 % of simulated revenues. `confidence`: share of them in the stated segment.
   * Somebody who never bought is valued as a new customer from their first purchase on: what winning them is
   * worth, not how likely that is.
   */
  predict(row: Row, options?: { readonly horizonMonths?: number }): TaskPrediction<LifetimeValueResult>;
}

export interface LifetimeValueFitOptions {
  readonly horizonMonths?: number;
  readonly signal?: AbortSignal;
}

/**
 * BG/NBD, MBG/NBD or Pareto/NBD, whichever has the smallest AIC, for how often and how long; Gamma-Gamma for how
 * much. Fitted on the rows of the latest moment among
 * `rows` (see features/labels/revenue.ts).
 * @throws Problem `not_enough_data` without any repeat purchase
 */
export async function fitLifetimeValueModel(
  rows: readonly DatasetRow[],
  options: LifetimeValueFitOptions = {},
): Promise<LifetimeValueModel> {
  const { horizonMonths = 36, signal } = options;
  const latest = rows.reduce((last, { asOf }) => Math.max(last, asOf.getTime()), Number.NEGATIVE_INFINITY);
  const records = rows
    .filter(({ asOf }) => asOf.getTime() === latest)
    .map(({ features }) => purchaseRecord(features))
    .filter((record) => record !== null);
  const stop = signal ? { signal } : {};
  const histories = {
    frequency: records.map(({ frequency }) => frequency),
    recency: records.map(({ recency }) => recency),
    age: records.map(({ age }) => age),
  };
  const { data: purchases } = await selectTransactionModel(histories, { unit: 'day', ...stop });

  const spend = await fitSpendModel(
    records.map((record) => ({ meanSpend: record.meanSpend, spends: record.frequency })),
    signal,
  );
  const spends = records.flatMap((record) => (record.meanSpend === null ? [] : [record.meanSpend]));
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const age = median(records.map((record) => record.age));
  const data: LifetimeValueModelData = {
    kind: 'lifetime-value',
    family: purchases.family,
    purchases: purchases.parameters,
    logLikelihood: purchases.logLikelihood,
    spend: spend?.gammaGamma?.parameters ?? null,
    meanSpend: spend?.meanSpend ?? 0,
    horizonMonths,
    segments: [0, 0, 0],
    typical: {
      frequency: median(records.map(({ frequency }) => frequency)),
      recency: Math.min(age, median(records.map(({ recency }) => recency))),
      age,
      meanSpend: spends.length > 0 ? median(spends) : null,
    },
  };
  const values = records.map((record) => futureOf(data, record, horizonMonths * daysPerMonth).revenue);
  return lifetimeValueModelFromData({ ...data, segments: segmentBounds(values) });
}

function spendOf(data: LifetimeValueModelData, record: PurchaseRecord): number {
  if (data.spend === null) return data.meanSpend;
  return expectedSpend(data.spend, record.meanSpend === null ? 0 : record.frequency, record.meanSpend ?? 0);
}

const familyOf = (data: LifetimeValueModelData) => transactionFamily(data.family ?? 'bg-nbd');

function futureOf(data: LifetimeValueModelData, record: PurchaseRecord, horizonDays: number) {
  const purchases = familyOf(data).expectedPurchases(data.purchases, record, horizonDays);
  return { purchases, revenue: purchases * spendOf(data, record) };
}

const newCustomer: PurchaseRecord = { frequency: 0, recency: 0, age: 0, meanSpend: null };

/** What each part of the record adds to the value, against the same customer with the median's part. */
function reasonsOf(data: LifetimeValueModelData, record: PurchaseRecord, horizonDays: number): Reason[] {
  const { typical } = data;
  const value = futureOf(data, record, horizonDays).revenue;
  const silence = record.age - record.recency;
  const typicalSilence = typical.age - typical.recency;
  const parts = [
    {
      feature: 'frequency',
      shown: record.frequency,
      text: `${record.frequency} repeat purchases in ${Math.round(record.age)} days`,
      // No repeat purchase: recency 0 by definition.
      swapped: {
        ...record,
        frequency: typical.frequency,
        recency: typical.frequency === 0 ? 0 : record.recency,
      },
    },
    {
      feature: 'silence',
      shown: silence,
      text: `${Math.round(silence)} days since the last purchase`,
      swapped: { ...record, recency: Math.max(0, record.age - typicalSilence) },
    },
    {
      feature: 'meanSpend',
      shown: record.meanSpend,
      text: record.meanSpend === null ? 'Spend not yet known' : `${record.meanSpend.toFixed(2)} per purchase`,
      swapped: { ...record, meanSpend: typical.meanSpend },
    },
  ];
  return parts
    .map(({ feature, shown, text, swapped }) => {
      const effect = value - futureOf(data, swapped, horizonDays).revenue;
      return { feature, value: shown, effect, text: `${text} ${effect >= 0 ? 'raise' : 'lower'} the value` };
    })
    .filter(({ effect }) => effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

export function lifetimeValueModelFromData(data: LifetimeValueModelData): LifetimeValueModel {
  const expected = (row: Row, horizonDays: number) => {
    const record = purchaseRecord(row);
    if (record) return futureOf(data, record, horizonDays);
    if (horizonDays === 0) return { revenue: 0, purchases: 0 };
    const { purchases, revenue } = futureOf(data, newCustomer, horizonDays);
    return { purchases: 1 + purchases, revenue: revenue + spendOf(data, newCustomer) };
  };
  return {
    data,
    expected,
    predict(row, { horizonMonths = data.horizonMonths } = {}) {
      const horizonDays = horizonMonths * daysPerMonth;
      const bought = purchaseRecord(row);
      const record = bought ?? newCustomer;
      const { revenue, purchases } = expected(row, horizonDays);
      const amount = spendOf(data, record);
      const first = bought || horizonDays === 0 ? 0 : amount;
      const draws = simulateRevenue(data, record, horizonDays);
      const quantile = (share: number) => first + draws[Math.floor(share * (draws.length - 1))]!;
      const segment = segmentOf(revenue, data.segments);
      return {
        result: {
          clv: revenue,
          horizonMonths,
          pAlive: familyOf(data).probabilityAlive(data.purchases, record),
          expectedTransactions: purchases,
          expectedAmount: amount,
          segment,
        },
        confidence:
          draws.filter((draw) => segmentOf(first + draw, data.segments) === segment).length / draws.length,
        interval: { low: quantile(0.05), high: quantile(0.95), level: 0.9 },
        reasons: bought
          ? reasonsOf(data, record, horizonDays)
          : [
              {
                feature: 'purchases',
                value: 0,
                effect: 0,
                text: 'No purchase yet: the worth of a new customer from the first one on',
              },
            ],
      };
    },
  };
}
