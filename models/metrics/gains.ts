import { Problem } from '../../base/problem.ts';
import { type CurvePoint, thinned } from './curve.ts';
import { checkBothClasses, checkPredictions, type Metric, type PreparedMetric } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * Lift: how many times more often positives occur among the `share` of rows with the highest scores than among all.
 * Rows of equal score that straddle the cut count in proportion, which is the mean over all orders of the ties.
 * @param share of the rows, in (0, 1]
 */
export function liftMetric(share: number): Metric {
  checkShare(share);
  return {
    name: `lift@${share}`,
    better: 'higher',
    prepare(target, score) {
      const gain = prepareGain(`lift@${share}`, share, target, score);
      return (weights) => gain(weights) / share;
    },
  };
}

/** The share of all positives that is found among the best `share` of rows. */
function prepareGain(name: string, share: number, target: Float64Array, score: Float64Array): PreparedMetric {
  checkPredictions(target, score, 'score');
  checkBothClasses(name, target);
  const { order, endsRun } = descendingRuns(score);
  const isPositive = Uint8Array.from(order, (row) => target[row]!);
  return (weights) => {
    let total = 0;
    let positive = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      total += weight;
      if (isPositive[position] === 1) positive += weight;
    }
    const wanted = share * total;
    let taken = 0;
    let found = 0;
    let mass = 0;
    let gained = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      mass += weight;
      if (isPositive[position] === 1) gained += weight;
      if (endsRun[position] === 0) continue;
      if (taken + mass >= wanted) {
        if (mass > 0) found += (gained * (wanted - taken)) / mass;
        break;
      }
      taken += mass;
      found += gained;
      mass = 0;
      gained = 0;
    }
    return found / positive;
  };
}

/**
 * The gains curve: x = share of rows taken in descending order of score, y = share of positives among them; from
 * (0, 0) to (1, 1), straight between points. @throws Problem not_enough_data when no row is positive
 */
export function gainsCurve(
  target: Float64Array,
  score: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  resolution = 0,
): CurvePoint[] {
  checkPredictions(target, score, 'score');
  checkBothClasses('The gains curve', target);
  const { order, endsRun } = descendingRuns(score);
  const points: CurvePoint[] = [{ x: 0, y: 0, threshold: Number.POSITIVE_INFINITY }];
  let taken = 0;
  let found = 0;
  order.forEach((row, position) => {
    taken += weights[row]!;
    found += weights[row]! * target[row]!;
    if (endsRun[position] === 1) points.push({ x: taken, y: found, threshold: score[row]! });
  });
  return thinned(
    points.map(({ x, y, threshold }) => ({ x: x / taken, y: y / found, threshold })),
    resolution,
  );
}

function checkShare(share: number): void {
  if (!(share > 0 && share <= 1))
    throw new Problem('invalid_input', `A share of rows lies above 0 and is at most 1, not ${share}.`);
}
