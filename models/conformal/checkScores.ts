import { Problem } from '../../base/problem.ts';

/** Scores that thresholds are laid between have an order. @throws Problem invalid_input when one is NaN */
export function checkScores(scores: Float64Array): void {
  const row = scores.findIndex(Number.isNaN);
  if (row >= 0)
    throw new Problem('invalid_input', 'A score is NaN.', {
      findings: [{ path: `scores/${row}`, message: 'unusable', received: Number.NaN, allowed: 'a number' }],
    });
}
