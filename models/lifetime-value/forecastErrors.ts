import { bootstrap, type MetricWithInterval } from '../metrics/interval.ts';

/** How far a forecast was from what came, over customers; 95 % bootstrap intervals, customers drawn again. */
export interface ForecastErrors {
  readonly customers: number;
  readonly actual: number;
  readonly predicted: number;
  readonly mae: number;
  readonly rmse: number;
  readonly intervals: {
    readonly mae: Interval;
    readonly rmse: Interval;
    /** Of predicted / actual in total; null when nothing came. */
    readonly totalRatio: Interval | null;
  };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Several forecasts of the same customers; the customers are drawn once for all, so that their intervals compare. */
export function forecastErrors(actual: Float64Array, forecasts: readonly Float64Array[]): ForecastErrors[] {
  const losses = forecasts.map((predicted) => ({
    predicted,
    absolute: predicted.map((value, row) => Math.abs(value - actual[row]!)),
    squared: predicted.map((value, row) => (value - actual[row]!) ** 2),
  }));
  const measure = (weights: Float64Array) => {
    const weigh = (values: Float64Array) => {
      let sum = 0;
      for (let row = 0; row < values.length; row++) sum += weights[row]! * values[row]!;
      return sum;
    };
    const came = weigh(actual);
    // Drawn with replacement: always as many customers.
    return losses.flatMap(({ predicted, absolute, squared }) => [
      weigh(absolute) / actual.length,
      Math.sqrt(weigh(squared) / actual.length),
      came > 0 ? weigh(predicted) / came : Number.NaN,
    ]);
  };
  const measured = bootstrap(measure, new Float64Array(actual.length));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const interval = ({ low, high }: MetricWithInterval): Interval => ({ low, high });
  return forecasts.map((predicted, index) => {
    const [mae, rmse, ratio] = measured.slice(3 * index, 3 * index + 3) as [
      MetricWithInterval,
      MetricWithInterval,
      MetricWithInterval,
    ];
    return {
      customers: actual.length,
      actual: sum(actual),
      predicted: sum(predicted),
      mae: mae.value,
      rmse: rmse.value,
      intervals: {
        mae: interval(mae),
        rmse: interval(rmse),
        totalRatio: Number.isFinite(ratio.value) ? interval(ratio) : null,
      },
    };
  });
}
