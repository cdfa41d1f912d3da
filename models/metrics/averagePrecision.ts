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
    const { order, endsRun } = descendingRuns(score);
    const isPositive = Uint8Array.from(order, (row) => target[row]!);
    return (weights) => {
      let positive = 0;
      let all = 0;
      let sum = 0;
      let gained = 0;
      for (let position = 0; position < order.length; position++) {
        const weight = weights[order[position]!]!;
        all += weight;
        if (isPositive[position] === 1) gained += weight;
        if (endsRun[position] === 1 && gained > 0) {
          positive += gained;
          sum += gained * (positive / all);
          gained = 0;
        }
      }
      return sum / positive;
    };
  },
};

export const averagePrecision = (target: Float64Array, score: Float64Array, weights?: Float64Array): number =>
  metricValue(averagePrecisionMetric, target, score, weights);
