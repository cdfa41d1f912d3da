import {
  checkBothClasses,
  checkPredictions,
  type Metric,
  metricValue,
  type PreparedMetric,
} from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * Area under the ROC curve: the probability that a positive row scores higher than a negative one, ties counting
 * half. @throws Problem not_enough_data when only one class is there
 */
export const aucMetric: Metric = {
  name: 'auc',
  better: 'higher',
  prepare(target, score) {
    checkPredictions(target, score, 'score');
    checkBothClasses('auc', target);
    return prepareAuc(target, score);
  },
};

/** Sorts once; then one pass over the rows per weighting. */
export function prepareAuc(target: Float64Array, score: Float64Array): PreparedMetric {
  const { order, endsRun } = descendingRuns(score);
  const isPositive = Uint8Array.from(order, (row) => target[row]!);
  return (weights) => {
    let positive = 0;
    let negative = 0;
    let tiedPositive = 0;
    let tiedNegative = 0;
    let area = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      if (isPositive[position] === 1) tiedPositive += weight;
      else tiedNegative += weight;
      if (endsRun[position] === 1) {
        area += tiedNegative * (positive + tiedPositive / 2);
        positive += tiedPositive;
        negative += tiedNegative;
        tiedPositive = 0;
        tiedNegative = 0;
      }
    }
    return area / (positive * negative);
  };
}

export const auc = (target: Float64Array, score: Float64Array, weights?: Float64Array): number =>
  metricValue(aucMetric, target, score, weights);
