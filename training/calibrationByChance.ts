import { seededRandom } from '../base/random.ts';
import { eceMetric } from '../models/metrics/ece.ts';
import { metricValue } from '../models/metrics/metric.ts';
import type { Measured } from './report.ts';

/**
 * The expected calibration error a perfectly calibrated model would show on as many rows: labels are drawn
 * from the probabilities themselves (the consistency resampling of Broecker & Smith 2007). The error is an
 * absolute value, so on a few hundred rows it is well above zero for everybody.
 *
 * @returns mean and middle 95 %
 */
export function calibrationByChance(probabilities: Float64Array, seed = 19): Measured {
  const random = seededRandom(seed);
  const drawn = Array.from({ length: 200 }, () =>
    metricValue(
      eceMetric,
      probabilities.map((probability) => (random.uniform() < probability ? 1 : 0)),
      probabilities,
    ),
  ).sort((a, b) => a - b);
  return {
    value: drawn.reduce((sum, value) => sum + value, 0) / drawn.length,
    low: drawn[4]!,
    high: drawn[195]!,
  };
}
