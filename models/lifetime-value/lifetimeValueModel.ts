import type { ModelData } from '../estimator.ts';
import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import type { CovariateEffects } from './covariateModel.ts';
import type { GammaGammaParameters } from './gammaGamma.ts';
import type { PurchaseRecord } from './purchaseRecord.ts';
import { type SegmentBounds, type SegmentSummary, segmentOf, type ValueSegment } from './segments.ts';
import { simulateRevenue } from './simulateRevenue.ts';
import type { FamilyName } from './transactionFamilies.ts';
import type { TransactionParameters } from './transactionFamily.ts';
import type { TreeCorrection } from './treeCorrection.ts';
import { type Future, newBuyer, type Valuation, valuation } from './valuation.ts';
import { plainValue, presentValue, type ValuePolicy } from './valuePolicy.ts';

export const daysPerMonth = 365.25 / 12;
/** How far ahead the probability of winning a lead looks (see features/labels/leadConversion.ts). */
const conversionDays = 60;

export interface LifetimeValueResult {
  /** Expected revenue of the next `horizonMonths` times the company's margin, discounted; company currency. */
  readonly clv: number;
  /** The same without margin and discount. */
  readonly revenue: number;
  readonly horizonMonths: number;
  /** P(still a customer), in [0, 1]. */
  readonly pAlive: number;
  /** Days with a purchase expected within the horizon. */
  readonly expectedTransactions: number;
  /** Expected revenue of such a day. */
  readonly expectedAmount: number;
  /** By the revenue of the model's own horizon; unknown: no model has been trained, so there is nothing to compare with. */
  readonly segment: ValueSegment | 'unknown';
  /** Whether `clv` reaches the company's limit. */
  readonly ultraPremium: boolean;
  readonly margin: number;
  /** Per year. */
  readonly discountRate: number;
  /**
   * Of a lead that has not bought yet: the probability of winning it that `clv` counts with. Null: they have bought, or
   * there is no such probability and `clv` is what winning them is worth.
   */
  readonly conversion: number | null;
}

export interface LifetimeValueModelData extends ModelData {
  readonly kind: 'lifetime-value';
  /** Which model of purchases; absent in artifacts from before there was a choice: BG/NBD. */
  readonly family?: FamilyName;
  /** Its parameters; times in days. */
  readonly purchases: TransactionParameters;
  /** What attributes do to the rates; null or absent: nothing. */
  readonly covariates?: CovariateEffects | null;
  /** What trees correct of the expected purchases; null or absent: nothing. */
  readonly correction?: TreeCorrection | null;
  readonly logLikelihood: number;
  /** Null: amounts vary too little or too wildly for Gamma-Gamma; everybody is given `meanSpend`. */
  readonly spend: GammaGammaParameters | null;
  readonly meanSpend: number;
  readonly horizonMonths: number;
  readonly segments: SegmentBounds;
  /** The customers of the training by segment; absent in early artifacts. */
  readonly population?: readonly SegmentSummary[];
  /** The median customer, against whom reasons compare. */
  readonly typical: PurchaseRecord;
}

export interface LifetimeValueOptions {
  /** >= 0; default the model's. */
  readonly horizonMonths?: number;
  readonly policy?: ValuePolicy;
  /** P(converting within 60 days), of somebody who never bought; null or absent: valued as if won. */
  readonly conversion?: number | null;
}

export interface LifetimeValueModel {
  readonly data: LifetimeValueModelData;
  /** Revenue and days with a purchase expected in the next days; 0 at horizon 0, never falling with it. */
  expected(row: Row, horizonDays: number): Future;
  /**
   * `interval`: the middle 90 % of simulated values. `confidence`: share of simulated revenues in the stated segment.
   * Somebody who never bought is valued as a new customer from their first purchase on, times the probability of
   * winning them where one is given (of which the share horizon / 60 days counts within the first 60 days).
   */
  predict(row: Row, options?: LifetimeValueOptions): TaskPrediction<LifetimeValueResult>;
}

/** What each part of the record adds to the value, against the same customer with the median's part. */
function reasonsOf(data: LifetimeValueModelData, value: Valuation, horizonDays: number): Reason[] {
  const { typical } = data;
  const { record } = value;
  const revenue = value.future(horizonDays).revenue;
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
  const effects = [
    ...parts.map(({ feature, shown, text, swapped }) => ({
      feature,
      value: shown,
      text,
      effect: revenue - value.with(swapped).future(horizonDays).revenue,
    })),
    {
      feature: 'attributes',
      value: null,
      text: 'What is known of them beside their purchases',
      effect: revenue - value.plain().future(horizonDays).revenue,
    },
  ];
  return effects
    .filter(({ effect }) => effect !== 0)
    .map((reason) => ({
      ...reason,
      text: `${reason.text} ${reason.effect >= 0 ? 'raise' : 'lower'} the value`,
    }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

export function lifetimeValueModelFromData(data: LifetimeValueModelData): LifetimeValueModel {
  const valued = valuation(data);
  const ownDays = data.horizonMonths * daysPerMonth;
  return {
    data,
    expected: (row, horizonDays) => valued(row).future(horizonDays),
    predict(row, { horizonMonths = data.horizonMonths, policy = plainValue, conversion = null } = {}) {
      const horizonDays = horizonMonths * daysPerMonth;
      const value = valued(row);
      const won = value.bought || conversion === null ? null : conversion;
      const share = won === null ? 1 : won * Math.min(1, horizonDays / conversionDays);
      const { revenue, purchases } = value.future(horizonDays);
      const worth = presentValue(policy, (days) => value.future(days).revenue, horizonDays);
      const segmentRevenue = (won ?? 1) * value.future(ownDays).revenue;
      const segment = segmentOf(segmentRevenue, data.segments);
      const draws = simulateRevenue(data, value, horizonDays);
      const ownDraws = horizonDays === ownDays ? draws : simulateRevenue(data, value, ownDays);
      // When in the horizon the revenue comes is not drawn: draws are discounted as their mean is.
      const perRevenue = revenue > 0 ? worth / revenue : policy.margin;
      const alike =
        ownDraws.filter((draw) => segmentOf(draw, data.segments) === segment).length / ownDraws.length;
      return {
        result: {
          clv: share * worth,
          revenue: share * revenue,
          horizonMonths,
          pAlive: value.pAlive,
          expectedTransactions: share * purchases,
          expectedAmount: value.amount,
          segment,
          ultraPremium: policy.ultraPremium !== null && share * worth >= policy.ultraPremium,
          margin: policy.margin,
          discountRate: policy.discountRate,
          conversion: won,
        },
        confidence:
          won === null ? alike : won * alike + (1 - won) * (segmentOf(0, data.segments) === segment ? 1 : 0),
        interval: {
          low: perRevenue * quantile(draws, share, 0.05),
          high: perRevenue * quantile(draws, share, 0.95),
          level: 0.9,
        },
        reasons: value.bought ? reasonsOf(data, value, horizonDays) : [newBuyer(won)],
      };
    },
  };
}

/** Of draws (ascending) that count with probability `share` and are 0 otherwise. */
function quantile(draws: Float64Array, share: number, level: number): number {
  const among = (level - (1 - share)) / share;
  return share > 0 && among >= 0 ? draws[Math.floor(among * (draws.length - 1))]! : 0;
}
