import { revenueSoFar } from '../../features/definitions/purchases.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import { daysPerMonth, type LifetimeValueOptions, type LifetimeValueResult } from './lifetimeValueModel.ts';
import { purchaseRecord } from './purchaseRecord.ts';
import { plainValue, presentValue } from './valuePolicy.ts';

/**
 * The rule until the first model is promoted: everybody goes on as before. Revenue and purchases so far per day
 * (of at least a year, so that one purchase last week is no fortune) times the horizon; halved when the silence
 * is longer than a year; 0 for those who never bought. The segment is unknown, and so `confidence` is 0.
 */
export function lifetimeValueFallback(
  row: Row,
  { horizonMonths = 36, policy = plainValue }: LifetimeValueOptions = {},
): TaskPrediction<LifetimeValueResult> {
  const record = purchaseRecord(row);
  const revenue = row[revenueSoFar.name];
  const pAlive = record === null ? 0 : record.age - record.recency > 365 ? 0.5 : 1;
  const share = record === null ? 0 : (pAlive * horizonMonths * daysPerMonth) / Math.max(365, record.age);
  const purchases = record === null ? 0 : record.frequency + 1;
  const soFar = typeof revenue === 'number' ? Math.max(0, revenue) : 0;
  const horizonDays = horizonMonths * daysPerMonth;
  const clv =
    horizonDays === 0 ? 0 : presentValue(policy, (days) => (soFar * share * days) / horizonDays, horizonDays);
  return {
    result: {
      clv,
      revenue: soFar * share,
      horizonMonths,
      pAlive,
      expectedTransactions: purchases * share,
      expectedAmount: purchases > 0 ? soFar / purchases : 0,
      segment: 'unknown',
      ultraPremium: policy.ultraPremium !== null && clv >= policy.ultraPremium,
      margin: policy.margin,
      discountRate: policy.discountRate,
      conversion: null,
    },
    confidence: 0,
    reasons: [
      {
        feature: revenueSoFar.name,
        value: soFar,
        effect: soFar * share,
        text: record === null ? 'Rule: nothing bought yet' : 'Rule: goes on spending as before',
      },
    ],
  };
}
