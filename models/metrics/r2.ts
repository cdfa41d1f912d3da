import { Problem } from '../../base/problem.ts';
import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/**
 * Coefficient of determination: 1 minus squared error over squared deviation from the mean; 0 is the constant
 * baseline. @throws Problem not_enough_data when the target never varies
 */
export const r2Metric: Metric = {
  name: 'r2',
  better: 'higher',
  prepare(target, prediction) {
    checkPredictions(target, prediction, 'value');
    if (target.every((value) => value === target[0]))
      throw new Problem('not_enough_data', 'r2 needs a target that varies.', { remedy: 'Use rmse or mae.' });
    const squared = target.map((actual, row) => (actual - prediction[row]!) ** 2);
    return (weights) => {
      const mean = weightedMean(target, weights);
      let total = 0;
      let deviation = 0;
      for (let row = 0; row < target.length; row++) {
        total += weights[row]!;
        deviation += weights[row]! * (target[row]! - mean) ** 2;
      }
      return 1 - (weightedMean(squared, weights) * total) / deviation;
    };
  },
};
