import type { ModelData } from '../estimator.ts';
import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import type { TaskPrediction } from '../taskPrediction.ts';
import type { CovariateEffects } from './covariateModel.ts';
import type { FirstPurchaseParameters } from './firstPurchase.ts';
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
  /** P(still a customer), in [0, 1]; of a customer who never bought: of a first purchase within the horizon. */
  readonly pAlive: number;
  /** Days with a purchase expected within the horizon. */
  readonly expectedTransactions: number;
  /** Expected revenue of such a day. */
  readonly expectedAmount: number;
  /**
   * By the revenue of the model's own horizon; unknown: no model has been trained, so there is nothing to compare with, or
   * they never bought and nothing is known of how often such customers begin to. Their value is then given as 0.
   */
  readonly segment: ValueSegment | 'unknown';
  /** Whether `clv` reaches the company's limit. */
  readonly ultraPremium: boolean;
  readonly margin: number;
  /** Per year. */
  readonly discountRate: number;
  /**
   * Of somebody who has not bought yet: the probability that `clv` counts with; of a lead that of winning it, of a
   * customer that of a first purchase within the horizon. Null: they have bought, or it is not known.
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
  /** When customers who had not bought make their first purchase; null or absent: nothing is known of that. */
  readonly firstPurchase?: FirstPurchaseParameters | null;
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
  /** P(converting within 60 days), of a lead that never bought; null or absent: it is a customer, not a lead. */
  readonly conversion?: number | null;
}

export interface LifetimeValueModel {
  readonly data: LifetimeValueModelData;
  /**
   * Revenue and days with a purchase expected of a customer in the next days; 0 at horizon 0, never falling with it. 0 for
   * those who never bought where nothing is known of first purchases.
   */
  expected(row: Row, horizonDays: number): Future;
  /**
   * `interval`: the middle 90 % of simulated values. `confidence`: share of simulated revenues in the stated segment.
   * Somebody who never bought is valued in two parts: as a new customer from their first purchase on, times the
   * probability of that. A lead's is given (the share horizon / 60 days of it counts within the first 60 days); of a
   * customer it is learned when it comes (see firstPurchase.ts).
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
    expected(row, horizonDays) {
      const value = valued(row);
      return value.bought ? value.future(horizonDays) : (value.awaited?.future(horizonDays) ?? nothing);
    },
    predict(row, { horizonMonths = data.horizonMonths, policy = plainValue, conversion = null } = {}) {
      const horizonDays = horizonMonths * daysPerMonth;
      const value = valued(row);
      const outlook = outlookOf(value, conversion);
      if (outlook === null) return unknownValue(value, horizonMonths, policy);
      const share = outlook.share(horizonDays);
      const { revenue, purchases } = outlook.future(horizonDays, horizonDays);
      const worth = presentValue(policy, (days) => outlook.future(days, horizonDays).revenue, horizonDays);
      const ownShare = outlook.share(ownDays);
      const segment = segmentOf(outlook.future(ownDays, ownDays).revenue, data.segments);
      const draws = simulateRevenue(data, value, horizonDays);
      const ownDraws = horizonDays === ownDays ? draws : simulateRevenue(data, value, ownDays);
      // When in the horizon the revenue comes is not drawn: draws are discounted as their mean is.
      const drawn = share * value.future(horizonDays).revenue;
      const perRevenue = drawn > 0 ? worth / drawn : policy.margin;
      const alike =
        ownDraws.filter((draw) => segmentOf(draw, data.segments) === segment).length / ownDraws.length;
      return {
        result: {
          clv: worth,
          revenue,
          horizonMonths,
          pAlive: value.bought || conversion !== null ? value.pAlive : share,
          expectedTransactions: purchases,
          expectedAmount: value.amount,
          segment,
          ultraPremium: policy.ultraPremium !== null && worth >= policy.ultraPremium,
          margin: policy.margin,
          discountRate: policy.discountRate,
          conversion: value.bought ? null : (conversion ?? share),
        },
        confidence: ownShare * alike + (1 - ownShare) * (segmentOf(0, data.segments) === segment ? 1 : 0),
        interval: {
          low: perRevenue * quantile(draws, share, 0.05),
          high: perRevenue * quantile(draws, share, 0.95),
          level: 0.9,
        },
        reasons: value.bought
          ? reasonsOf(data, value, horizonDays)
          : [
              newBuyer(
                conversion ?? share,
                conversion === null ? horizonMonths : conversionDays / daysPerMonth,
              ),
            ],
      };
    },
  };
}

const nothing: Future = { revenue: 0, purchases: 0 };

/** Two parts: whether somebody buys at all, and what is expected of them. */
interface Outlook {
  /** P(they are, or become within the horizon, somebody who bought). */
  share(horizonDays: number): number;
  /** Expected within `days`, of a horizon. */
  future(days: number, horizonDays: number): Future;
}

/** Null: nothing is known of their first purchase. */
function outlookOf(value: Valuation, conversion: number | null): Outlook | null {
  if (value.bought) return { share: () => 1, future: value.future };
  if (conversion !== null) {
    const share = (horizonDays: number) => conversion * Math.min(1, horizonDays / conversionDays);
    return {
      share,
      future(days, horizonDays) {
        const { revenue, purchases } = value.future(days);
        return { revenue: share(horizonDays) * revenue, purchases: share(horizonDays) * purchases };
      },
    };
  }
  return value.awaited && { share: value.awaited.probability, future: value.awaited.future };
}

/** Of somebody who never bought, where nothing is known of first purchases. */
function unknownValue(
  value: Valuation,
  horizonMonths: number,
  { margin, discountRate }: ValuePolicy,
): TaskPrediction<LifetimeValueResult> {
  return {
    result: {
      clv: 0,
      revenue: 0,
      horizonMonths,
      pAlive: 0,
      expectedTransactions: 0,
      expectedAmount: value.amount,
      segment: 'unknown',
      ultraPremium: false,
      margin,
      discountRate,
      conversion: null,
    },
    confidence: 0,
    reasons: [newBuyer(null, horizonMonths)],
  };
}

/** Of draws (ascending) that count with probability `share` and are 0 otherwise. */
function quantile(draws: Float64Array, share: number, level: number): number {
  const among = (level - (1 - share)) / share;
  return share > 0 && among >= 0 ? draws[Math.floor(among * (draws.length - 1))]! : 0;
}
