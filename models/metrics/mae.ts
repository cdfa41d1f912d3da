import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Mean absolute error, in units of the target. */
export const maeMetric: Metric = {
  name: 'mae',
  better: 'lower',
  prepare(target, prediction) {
    checkPredictions(target, prediction, 'value');
    const losses = target.map((actual, row) => Math.abs(actual - prediction[row]!));
    return (weights) => weightedMean(losses, weights);
  },
};
