/** A point of a curve that is drawn by lowering a threshold. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  /** Rows with at least this score have been taken. */
  readonly threshold: number;
}

/** The first and the last point, and those at least `resolution` (in x plus y) away from the one before. */
export function thinned(points: readonly CurvePoint[], resolution: number): CurvePoint[] {
  let kept: CurvePoint | undefined;
  return points.filter((point, index) => {
    const keep =
      kept === undefined ||
      index === points.length - 1 ||
      Math.abs(point.x - kept.x) + Math.abs(point.y - kept.y) >= resolution;
    if (keep) kept = point;
    return keep;
  });
}
