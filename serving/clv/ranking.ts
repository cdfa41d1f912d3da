import { giniCoefficient, giniMetric } from '../../models/metrics/gini.ts';
import { type MetricWithInterval, metricWithInterval } from '../../models/metrics/interval.ts';
import { type ValueDecile, valueDeciles } from '../../models/metrics/valueDeciles.ts';
import type { ClvAnalysis } from './analyse.ts';

/** How well the chosen forecast orders customers by what they brought in the holdout. */
export interface Ranking {
  /** Of money where amounts are known, else of purchases. */
  readonly of: 'value' | 'purchases';
  /** 1: as if the holdout had been known; 0: as a random order. */
  readonly gini: MetricWithInterval;
  /** How unequal customers were in the holdout: 0 all alike, towards 1 one had everything. */
  readonly inequality: number;
  /** From the tenth with the highest forecasts to the one with the lowest. */
  readonly deciles: readonly ValueDecile[];
}

/** Null without a holdout, or where all customers did the same in it. */
export function rankingOf({ holdout, choice }: Pick<ClvAnalysis, 'holdout' | 'choice'>): Ranking | null {
  if (holdout === null) return null;
  const { predicted, predictedValue } = holdout.results.find(({ name }) => name === choice.name)!;
  const money = predictedValue !== null && holdout.actualValue !== null;
  const [actual, forecast] = money ? [holdout.actualValue, predictedValue] : [holdout.actual, predicted];
  if (actual.every((each) => each === actual[0])) return null;
  return {
    of: money ? 'value' : 'purchases',
    gini: metricWithInterval(giniMetric, actual, forecast, { stratify: false }),
    inequality: giniCoefficient(actual),
    deciles: valueDeciles(actual, forecast),
  };
}

/** In a sentence. */
export function rankingText({ of, gini, deciles }: Ranking): string {
  const { value, low, high } = gini;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return `Order of the customers: the tenth with the highest forecasts brought ${percent(deciles[0]!.shareOfActual)} of the ${of}, the upper half ${percent(deciles[4]!.cumulativeShare)}; normalised Gini ${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}; 1 perfect, 0 random).`;
}

/** A row per tenth. */
export const rankingRows = ({ deciles }: Ranking) =>
  deciles.map((decile, index) => ({
    tenth: String(index + 1),
    'mean forecast': decile.meanPredicted.toFixed(2),
    'mean actual': decile.meanActual.toFixed(2),
    'share of all': `${(100 * decile.shareOfActual).toFixed(1)} %`,
    'share so far': `${(100 * decile.cumulativeShare).toFixed(1)} %`,
  }));
