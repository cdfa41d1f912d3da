import { prepareBins } from './equalMassBins.ts';
import { type Metric, metricValue } from './metric.ts';

/**
 * Expected calibration error: rows are sorted by probability into 15 bins of equal mass (rows of equal probability
 * stay together), and the distance between mean probability and observed share is averaged by mass (Nixon et al.
 * 2019). Biased upwards on few rows: about sqrt(bins / rows) x a third remains even for a perfect model.
 */
export const eceMetric: Metric = {
  name: 'ece',
  better: 'lower',
  prepare(target, probability) {
    const binsOf = prepareBins(target, probability);
    return (weights) => {
      const { weight, predicted, observed } = binsOf(weights);
      let total = 0;
      let sum = 0;
      for (let bin = 0; bin < weight.length; bin++) {
        total += weight[bin]!;
        sum += Math.abs(predicted[bin]! - observed[bin]!);
      }
      return sum / total;
    };
  },
};

export const ece = (target: Float64Array, probability: Float64Array, weights?: Float64Array): number =>
  metricValue(eceMetric, target, probability, weights);
