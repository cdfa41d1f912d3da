import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Mean squared difference between probability and outcome (Brier 1950); 0 is best. */
export const brierMetric: Metric = {
  name: 'brier',
  better: 'lower',
  prepare(target, probability) {
    checkPredictions(target, probability, 'probability');
    const losses = target.map((actual, row) => (actual - probability[row]!) ** 2);
    return (weights) => weightedMean(losses, weights);
  },
};
