import type { DatasetRow } from '../../features/datasetRow.ts';
import { correctionRow } from './correctionRow.ts';
import { fitCovariates, parametersOf } from './covariateModel.ts';
import { fitFirstPurchase, type Wait } from './firstPurchase.ts';
import {
  daysPerMonth,
  type LifetimeValueModel,
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from './lifetimeValueModel.ts';
import { type PurchaseRecord, purchaseRecord } from './purchaseRecord.ts';
import { segmentBounds, segmentSummaries } from './segments.ts';
import { selectTransactionModel } from './selectTransactionModel.ts';
import { fitSpendModel } from './spendModel.ts';
import { transactionFamily } from './transactionFamilies.ts';
import { fitTreeCorrection } from './treeCorrection.ts';

export interface LifetimeValueFitOptions {
  readonly horizonMonths?: number;
  readonly signal?: AbortSignal;
}

/**
 * How often and how long: BG/NBD, MBG/NBD or Pareto/NBD, whichever has the smallest AIC, with the customers' attributes
 * where they lower it further, fitted on the rows of the latest moment among `rows`. How much: Gamma-Gamma. On rows of
 * an earlier moment whose window has ended by then (see features/labels/revenue.ts) trees learn what such a model got
 * wrong; how much of that is blended in is chosen there as well (see treeCorrection.ts). Whether somebody who has not
 * bought begins to: an exponential-gamma model of how long customers waited (see firstPurchase.ts).
 * @throws Problem `not_enough_data` without any repeat purchase
 */
export async function fitLifetimeValueModel(
  rows: readonly DatasetRow[],
  options: LifetimeValueFitOptions = {},
): Promise<LifetimeValueModel> {
  const { horizonMonths = 36, signal } = options;
  const latest = rows.reduce((last, { asOf }) => Math.max(last, asOf.getTime()), Number.NEGATIVE_INFINITY);
  const customers = buyers(rows.filter(({ asOf }) => asOf.getTime() === latest));
  const records = customers.map(({ record }) => record);
  const purchases = await fitPurchases(customers, signal);
  const spend = await fitSpendModel(
    records.map((record) => ({ meanSpend: record.meanSpend, spends: record.frequency })),
    signal,
  );
  const spends = records.flatMap((record) => (record.meanSpend === null ? [] : [record.meanSpend]));
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const age = median(records.map((record) => record.age));
  const data: LifetimeValueModelData = {
    kind: 'lifetime-value',
    ...purchases,
    firstPurchase: fitFirstPurchase(
      rows.filter(({ asOf }) => asOf.getTime() === latest).flatMap((row) => waitOf(row) ?? []),
    ),
    correction: await learnCorrection(rows, latest, signal),
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
  const { expected } = lifetimeValueModelFromData(data);
  const values = customers.map(({ row }) => expected(row.features, horizonMonths * daysPerMonth).revenue);
  const segments = segmentBounds(values);
  return lifetimeValueModelFromData({ ...data, segments, population: segmentSummaries(values, segments) });
}

/** Written by features/labels/revenue.ts; null: they bought when they became known. */
function waitOf({ context }: DatasetRow): Wait | null {
  if (typeof context?.waitUntil !== 'number') return null;
  return { from: Number(context.waitFrom), until: context.waitUntil, bought: context.waitEnded === 1 };
}

interface Buyer {
  readonly row: DatasetRow;
  readonly record: PurchaseRecord;
}

function buyers(rows: readonly DatasetRow[]): Buyer[] {
  return rows.flatMap((row) => {
    const record = purchaseRecord(row.features);
    return record === null ? [] : [{ row, record }];
  });
}

async function fitPurchases(
  customers: readonly Buyer[],
  signal: AbortSignal | undefined,
): Promise<Required<Pick<LifetimeValueModelData, 'family' | 'purchases' | 'covariates' | 'logLikelihood'>>> {
  const stop = signal === undefined ? {} : { signal };
  const { data } = await selectTransactionModel(
    {
      frequency: customers.map(({ record }) => record.frequency),
      recency: customers.map(({ record }) => record.recency),
      age: customers.map(({ record }) => record.age),
    },
    { unit: 'day', ...stop },
  );
  const { family, penalty } = data;
  const explained = await fitCovariates(
    family,
    data,
    customers.map(({ row, record }) => ({ history: record, row: row.features })),
    { penalty, ...stop },
  );
  return {
    family,
    purchases: explained?.parameters ?? data.parameters,
    covariates: explained?.effects ?? null,
    logLikelihood: explained?.logLikelihood ?? data.logLikelihood,
  };
}

/** On the latest earlier moment whose window had ended at `latest`; null: there is none, or no correction is worth it. */
async function learnCorrection(rows: readonly DatasetRow[], latest: number, signal: AbortSignal | undefined) {
  const windowDays = ({ context }: DatasetRow) =>
    Number(context?.holdoutDays ?? context?.validationDays ?? 0);
  const earlier = rows.filter((row) => row.asOf.getTime() < latest && windowDays(row) > 0);
  const moment = earlier.reduce((last, { asOf }) => Math.max(last, asOf.getTime()), Number.NEGATIVE_INFINITY);
  const taught = buyers(earlier.filter(({ asOf }) => asOf.getTime() === moment));
  if (!taught.some(({ record }) => record.frequency > 0)) return null;
  const { family: name, purchases, covariates } = await fitPurchases(taught, signal);
  const family = transactionFamily(name);
  const learned = await fitTreeCorrection(
    taught.map(({ row, record }) => {
      const parameters = parametersOf(name, purchases, covariates, row.features);
      return {
        subjectId: row.subjectId,
        row: correctionRow(family, parameters, record, row.features),
        expected: family.expectedPurchases(parameters, record, windowDays(row)),
        purchases: Number(row.context?.purchases),
      };
    }),
    signal,
  );
  return learned?.correction ?? null;
}
