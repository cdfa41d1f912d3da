import { checkPredictions, type Metric, metricValue } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Root of the mean squared error, in units of the target. */
export const rmseMetric: Metric = {
  name: 'rmse',
  better: 'lower',
  prepare(target, prediction) {
    checkPredictions(target, prediction, 'value');
    const losses = target.map((actual, row) => (actual - prediction[row]!) ** 2);
    return (weights) => Math.sqrt(weightedMean(losses, weights));
  },
};

export const rmse = (target: Float64Array, prediction: Float64Array, weights?: Float64Array): number =>
  metricValue(rmseMetric, target, prediction, weights);
