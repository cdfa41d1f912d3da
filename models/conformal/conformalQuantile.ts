import { Problem } from '../../base/problem.ts';

/**
 * The value that a further score stays at or below with probability at least 1 - error: the ceil((n + 1)(1 - error))-th
 * smallest of n calibration scores. Infinity when n is too small to promise anything (n < 1 / error - 1).
 *
 * Exchangeability is all it needs (the further row is like the calibration rows, and no model saw either); it is exact
 * in finite samples and at most 1 / (n + 1) too cautious when scores have no ties.
 * Vovk, Gammerman & Shafer (2005), Algorithmic learning in a random world; Lei, G'Sell, Rinaldo, Tibshirani &
 * Wasserman (2018), JASA 113, theorem 2.2.
 * @throws Problem invalid_input when error is not in (0, 1) or a score is NaN
 */
export function conformalQuantile(scores: ArrayLike<number>, error: number): number {
  checkError(error);
  const sorted = Float64Array.from(scores).sort();
  if (sorted.some(Number.isNaN))
    throw new Problem('invalid_input', 'A conformity score is NaN.', {
      remedy: 'Calibrate on rows whose prediction and target are numbers.',
    });
  return sorted[conformalRank(sorted.length, error) - 1] ?? Number.POSITIVE_INFINITY;
}

/** ceil((n + 1)(1 - error)), not moved up by rounding in the last digits. */
function conformalRank(n: number, error: number): number {
  return Math.ceil((n + 1) * (1 - error) - 1e-9);
}

export function checkError(error: number): void {
  if (!(error > 0 && error < 1))
    throw new Problem('invalid_input', `An error rate lies between 0 and 1, not ${error}.`);
}
