import { checkBothClasses, checkPredictions, type Metric, metricValue } from './metric.ts';
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
    const { order, runEnd } = descendingRuns(score);
    return (weights) => {
      let positive = 0;
      let negative = 0;
      let area = 0;
      let start = 0;
      for (const end of runEnd) {
        let tiedPositive = 0;
        let tiedNegative = 0;
        for (let index = start; index < end; index++) {
          const row = order[index]!;
          if (target[row] === 1) tiedPositive += weights[row]!;
          else tiedNegative += weights[row]!;
        }
        area += tiedNegative * (positive + tiedPositive / 2);
        positive += tiedPositive;
        negative += tiedNegative;
        start = end;
      }
      return area / (positive * negative);
    };
  },
};

export const auc = (target: Float64Array, score: Float64Array, weights?: Float64Array): number =>
  metricValue(aucMetric, target, score, weights);
