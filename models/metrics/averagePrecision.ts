import { checkBothClasses, checkPredictions, type Metric, metricValue } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * Average precision: the precision at each distinct score, weighted by the recall gained there (no interpolation).
 * @throws Problem not_enough_data when only one class is there
 */
export const averagePrecisionMetric: Metric = {
  name: 'averagePrecision',
  better: 'higher',
  prepare(target, score) {
    checkPredictions(target, score, 'score');
    checkBothClasses('averagePrecision', target);
    const { order, runEnd } = descendingRuns(score);
    return (weights) => {
      let positive = 0;
      let all = 0;
      let sum = 0;
      let start = 0;
      for (const end of runEnd) {
        let gained = 0;
        for (let index = start; index < end; index++) {
          const row = order[index]!;
          all += weights[row]!;
          if (target[row] === 1) gained += weights[row]!;
        }
        positive += gained;
        if (all > 0) sum += gained * (positive / all);
        start = end;
      }
      return sum / positive;
    };
  },
};

export const averagePrecision = (target: Float64Array, score: Float64Array, weights?: Float64Array): number =>
  metricValue(averagePrecisionMetric, target, score, weights);
