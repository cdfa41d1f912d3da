import { type CurvePoint, thinned } from './curve.ts';
import { checkBothClasses, checkPredictions } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * The precision-recall curve: x = recall, y = precision among the rows that score at least the threshold; a point per
 * distinct score, from the highest down to recall 1. Steps, not lines, join the points (Davis & Goadrich 2006).
 * @param resolution least distance of points, for drawing; default 0, all points
 * @throws Problem not_enough_data when only one class is there
 */
export function precisionRecallCurve(
  target: Float64Array,
  score: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  resolution = 0,
): CurvePoint[] {
  checkPredictions(target, score, 'score');
  checkBothClasses('The precision-recall curve', target);
  const { order, endsRun } = descendingRuns(score);
  const points: CurvePoint[] = [];
  let taken = 0;
  let positive = 0;
  order.forEach((row, position) => {
    taken += weights[row]!;
    positive += weights[row]! * target[row]!;
    if (endsRun[position] === 1 && taken > 0)
      points.push({ x: positive, y: positive / taken, threshold: score[row]! });
  });
  return thinned(
    points.map(({ x, y, threshold }) => ({ x: x / positive, y, threshold })),
    resolution,
  );
}
