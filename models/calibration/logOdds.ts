import type { Scale } from '../estimator.ts';
import { logit } from '../numeric/sigmoid.ts';

/** A vote of all trees of a forest proves no certainty; probabilities are kept this far away from 0 and 1. */
export const voteMargin = 1e-6;

/** A classifier's raw score on the scale that calibrators read. */
export function toLogOdds(score: number, scale: Scale): number {
  return scale === 'probability' ? logit(score, voteMargin) : score;
}

/** Raw scores of a table on the scale that calibrators read. */
export function allToLogOdds(scores: Float64Array, scale: Scale): Float64Array {
  return scale === 'probability' ? scores.map((score) => logit(score, voteMargin)) : scores;
}
