import { checkPredictions, type Metric, metricValue } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Mean negative log-likelihood in nats; probabilities are kept 1e-15 away from 0 and 1. */
export const logLossMetric: Metric = {
  name: 'logLoss',
  better: 'lower',
  prepare(target, probability) {
    checkPredictions(target, probability, 'probability');
    const losses = target.map((actual, row) => {
      const ofActual = actual === 1 ? probability[row]! : 1 - probability[row]!;
      return -Math.log(Math.min(Math.max(ofActual, 1e-15), 1 - 1e-15));
    });
    return (weights) => weightedMean(losses, weights);
  },
};

export const logLoss = (target: Float64Array, probability: Float64Array, weights?: Float64Array): number =>
  metricValue(logLossMetric, target, probability, weights);
