import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import { correctionRow } from './correctionRow.ts';
import { parametersOf } from './covariateModel.ts';
import { expectedWithFirstPurchase, firstPurchaseWithin } from './firstPurchase.ts';
import { expectedSpend } from './gammaGamma.ts';
import type { LifetimeValueModelData } from './lifetimeValueModel.ts';
import { newCustomer } from './purchaseHistory.ts';
import { type PurchaseRecord, purchaseRecord } from './purchaseRecord.ts';
import { transactionFamily } from './transactionFamilies.ts';
import type { TransactionParameters } from './transactionFamily.ts';
import { correctionFactor } from './treeCorrection.ts';

/** What is expected of somebody within a horizon. */
export interface Future {
  /** Company currency. */
  readonly revenue: number;
  /** Days with a purchase. */
  readonly purchases: number;
}

/** One customer as a model sees them. */
export interface Valuation {
  readonly bought: boolean;
  /** Of somebody who never bought: that of their first purchase, which is still to come. */
  readonly record: PurchaseRecord;
  /** Of the model of purchases, for somebody with their attributes. */
  readonly parameters: TransactionParameters;
  /** What trees multiply expected purchases by. */
  readonly factor: number;
  readonly pAlive: number;
  /** Expected revenue of a day with a purchase. */
  readonly amount: number;
  /** 0 at horizon 0 and never falling with it; the first purchase of somebody who never bought comes at once. */
  future(horizonDays: number): Future;
  /**
   * Of somebody who never bought: P(first purchase within the horizon), and what is expected when it comes in its own
   * time or not at all. Null: they bought, or the model knows nothing of first purchases.
   */
  readonly awaited: null | {
    probability(horizonDays: number): number;
    future(horizonDays: number): Future;
  };
  /** The same customer with another record. */
  with(record: PurchaseRecord): Valuation;
  /** The same customer without their attributes and without the trees. */
  plain(): Valuation;
}

/** Reads rows as a model does. */
export function valuation(data: LifetimeValueModelData): (row: Row) => Valuation {
  const { family: name = 'bg-nbd', purchases: shared, covariates = null, correction = null } = data;
  const family = transactionFamily(name);
  const factorOf = correctionFactor(correction);
  const of = (
    record: PurchaseRecord,
    bought: boolean,
    parameters: TransactionParameters,
    factor: number,
    waited: number,
  ): Valuation => {
    const amount =
      data.spend === null
        ? data.meanSpend
        : expectedSpend(data.spend, record.meanSpend === null ? 0 : record.frequency, record.meanSpend ?? 0);
    const { firstPurchase = null } = data;
    /** From a purchase on, that one included. */
    const future = (horizonDays: number): Future => {
      if (horizonDays === 0) return { revenue: 0, purchases: 0 };
      const later = factor * family.expectedPurchases(parameters, record, horizonDays);
      const purchases = bought ? later : 1 + later;
      return { purchases, revenue: purchases * amount };
    };
    return {
      bought,
      record,
      parameters,
      factor,
      amount,
      pAlive: family.probabilityAlive(parameters, record),
      future,
      awaited:
        bought || firstPurchase === null
          ? null
          : {
              probability: (horizonDays) => firstPurchaseWithin(firstPurchase, waited, horizonDays),
              future(horizonDays) {
                const purchases = expectedWithFirstPurchase(
                  firstPurchase,
                  waited,
                  horizonDays,
                  (rest) => future(rest).purchases,
                );
                return { purchases, revenue: purchases * amount };
              },
            },
      with: (other) => of(other, bought, parameters, factor, waited),
      plain: () => of(record, bought, shared, 1, waited),
    };
  };
  return (row) => {
    const bought = purchaseRecord(row);
    const record = bought ?? { ...newCustomer, meanSpend: null };
    const parameters = parametersOf(name, shared, covariates, row);
    // Trees learned from customers who had bought; of others they know nothing.
    const factor = bought === null ? 1 : factorOf(correctionRow(family, parameters, record, row));
    const waited = typeof row.age === 'number' ? Math.max(0, row.age) : 0;
    return of(record, bought !== null, parameters, factor, waited);
  };
}

/** Why somebody who never bought is worth what they are; `probability` null: nothing is known of that. */
export function newBuyer(probability: number | null, horizonMonths: number): Reason {
  return {
    feature: 'purchases',
    value: 0,
    effect: 0,
    text:
      probability === null
        ? 'No purchase yet, and too few first purchases were seen to say whether there will be one'
        : `No purchase yet: the worth of a new customer times the probability of winning them within ${Number(horizonMonths.toFixed(1))} months, ${(100 * probability).toFixed(0)} %`,
  };
}
