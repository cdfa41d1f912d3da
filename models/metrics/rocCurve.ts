import { type CurvePoint, thinned } from './curve.ts';
import { checkBothClasses, checkPredictions } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/**
 * The ROC curve: x = false positive rate, y = true positive rate; from (0, 0) to (1, 1), a point per distinct score.
 * The area under it by trapezoids is `auc`.
 * @param resolution least distance of points, for drawing; default 0, all points
 * @throws Problem not_enough_data when only one class is there
 */
export function rocCurve(
  target: Float64Array,
  score: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  resolution = 0,
): CurvePoint[] {
  checkPredictions(target, score, 'score');
  checkBothClasses('The ROC curve', target);
  const { order, endsRun } = descendingRuns(score);
  const points: CurvePoint[] = [{ x: 0, y: 0, threshold: Number.POSITIVE_INFINITY }];
  let negative = 0;
  let positive = 0;
  order.forEach((row, position) => {
    if (target[row] === 1) positive += weights[row]!;
    else negative += weights[row]!;
    if (endsRun[position] === 1) points.push({ x: negative, y: positive, threshold: score[row]! });
  });
  return thinned(
    points.map(({ x, y, threshold }) => ({ x: x / negative, y: y / positive, threshold })),
    resolution,
  );
}
