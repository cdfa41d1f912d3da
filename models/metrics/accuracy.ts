import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Share of rows on the right side of probability 0.5 (0.5 itself counts as class 1). */
export const accuracyMetric: Metric = {
  name: 'accuracy',
  better: 'higher',
  prepare(target, probability) {
    checkPredictions(target, probability, 'probability');
    const losses = target.map((actual, row) => ((probability[row]! >= 0.5 ? 1 : 0) === actual ? 1 : 0));
    return (weights) => weightedMean(losses, weights);
  },
};
