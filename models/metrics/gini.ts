import { Problem } from '../../base/problem.ts';
import { checkPredictions, type Metric } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * Normalised Gini of predicted values: how well they order customers by what they turned out to be worth. The area
 * between the diagonal and the concentration curve (share of actual value held by the share of customers with the
 * highest predictions), over that area for a perfect order: 1 is perfect, 0 random, negative worse. Ties count
 * as in random order. For 0/1 targets it equals 2 AUC - 1.
 * @throws Problem invalid_input when a target is negative, not_enough_data when all targets are equal
 */
export const giniMetric: Metric = {
  name: 'gini',
  better: 'higher',
  prepare(target, prediction) {
    checkPredictions(target, prediction, 'value');
    checkSpread(target);
    const byPrediction = prepareConcentration(target, prediction);
    const byTarget = prepareConcentration(target, target);
    return (weights) => byPrediction(weights) / byTarget(weights);
  },
};

/**
 * Gini coefficient of values (Gini 1912; Lorenz 1905): 0 when all are equal, towards 1 when one row has everything.
 * @throws Problem as giniMetric
 */
export function giniCoefficient(
  values: Float64Array,
  weights = new Float64Array(values.length).fill(1),
): number {
  checkPredictions(values, values, 'value');
  checkSpread(values);
  return prepareConcentration(values, values)(weights);
}

/** Twice the area between the concentration curve and the diagonal. */
function prepareConcentration(target: Float64Array, score: Float64Array): (weights: Float64Array) => number {
  const { order, endsRun } = descendingRuns(score);
  const value = Float64Array.from(order, (row) => target[row]!);
  return (weights) => {
    let rows = 0;
    let held = 0;
    let heldBefore = 0;
    let mass = 0;
    let area = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      mass += weight;
      held += weight * value[position]!;
      if (endsRun[position] === 0) continue;
      area += (mass * (heldBefore + held)) / 2;
      rows += mass;
      heldBefore = held;
      mass = 0;
    }
    return (2 * area) / (rows * held) - 1;
  };
}

function checkSpread(target: Float64Array): void {
  const negative = target.find((value) => value < 0);
  if (negative !== undefined)
    throw new Problem('invalid_input', 'Shares of a total need values that are not negative.', {
      findings: [{ path: 'target', message: 'negative', received: negative, allowed: '0 or above' }],
      remedy: 'Use rmse or mae.',
    });
  if (target.every((value) => value === target[0]))
    throw new Problem('not_enough_data', 'gini needs targets that differ.', { remedy: 'Use rmse or mae.' });
}
