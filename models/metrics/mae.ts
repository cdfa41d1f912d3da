import { checkPredictions, type Metric, metricValue } from './metric.ts';
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

export const mae = (target: Float64Array, prediction: Float64Array, weights?: Float64Array): number =>
  metricValue(maeMetric, target, prediction, weights);
