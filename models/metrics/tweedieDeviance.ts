import { Problem } from '../../base/problem.ts';
import { checkPredictions, type Metric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/**
 * Mean unit deviance of a Tweedie distribution (Jorgensen 1987), 0 where predictions equal the target:
 * power 0 squared error, 1 Poisson: 2 (y ln(y / m) - y + m), between 1 and 2 compound Poisson-gamma (amounts with
 * many zeros), 2 gamma: 2 (ln(m / y) + y / m - 1).
 * @throws Problem invalid_input for another power, and in `prepare` when a prediction is not positive or a target is
 * negative (from power 1 on), or zero (power 2)
 */
export function tweedieDevianceMetric(power: number): Metric {
  if (!(power === 0 || (power >= 1 && power <= 2)))
    throw new Problem('invalid_input', `A Tweedie power is 0 or from 1 to 2, not ${power}.`);
  return {
    name: power === 1 ? 'poissonDeviance' : power === 2 ? 'gammaDeviance' : `tweedieDeviance@${power}`,
    better: 'lower',
    prepare(target, prediction) {
      checkPredictions(target, prediction, 'value');
      if (power >= 1) checkPositive(target, prediction, power);
      const losses = target.map((actual, row) => unitDeviance(power, actual, prediction[row]!));
      return (weights) => weightedMean(losses, weights);
    },
  };
}

function unitDeviance(power: number, actual: number, mean: number): number {
  if (power === 0) return (actual - mean) ** 2;
  if (power === 1) return 2 * ((actual > 0 ? actual * Math.log(actual / mean) : 0) - actual + mean);
  if (power === 2) return 2 * (Math.log(mean / actual) + actual / mean - 1);
  return (
    2 *
    (actual ** (2 - power) / ((1 - power) * (2 - power)) -
      (actual * mean ** (1 - power)) / (1 - power) +
      mean ** (2 - power) / (2 - power))
  );
}

function checkPositive(target: Float64Array, prediction: Float64Array, power: number): void {
  const badTarget = target.find((value) => (power === 2 ? value <= 0 : value < 0));
  const badPrediction = prediction.find((value) => value <= 0);
  if (badTarget === undefined && badPrediction === undefined) return;
  throw new Problem('invalid_input', 'This deviance needs positive predictions and no negative target.', {
    findings: [
      badTarget === undefined
        ? { path: 'prediction', message: 'unusable', received: badPrediction, allowed: 'above 0' }
        : {
            path: 'target',
            message: 'unusable',
            received: badTarget,
            allowed: power === 2 ? 'above 0' : '0 or above',
          },
    ],
    remedy: 'Use rmse or mae.',
  });
}
