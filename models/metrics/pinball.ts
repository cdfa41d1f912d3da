import { Problem } from '../../base/problem.ts';
import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/**
 * Mean quantile loss: max(q (y - p), (q - 1)(y - p)), least when p is the q-quantile of y (Koenker & Bassett 1978).
 * In units of the target; at q = 0.5 half the mean absolute error.
 * @throws Problem invalid_input unless 0 < quantile < 1
 */
export function pinballMetric(quantile: number): Metric {
  if (!(quantile > 0 && quantile < 1))
    throw new Problem('invalid_input', `A quantile lies between 0 and 1, not ${quantile}.`);
  return {
    name: `pinball@${quantile}`,
    better: 'lower',
    prepare(target, prediction) {
      checkPredictions(target, prediction, 'value');
      const losses = target.map((actual, row) => {
        const short = actual - prediction[row]!;
        return Math.max(quantile * short, (quantile - 1) * short);
      });
      return (weights) => weightedMean(losses, weights);
    },
  };
}
