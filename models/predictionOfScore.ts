import type { Scale } from './estimator.ts';
import { sigmoid } from './numeric/sigmoid.ts';

/** How a raw score on each scale becomes the prediction. */
export const predictionOfScore: Readonly<Record<Scale, (score: number) => number>> = {
  'log-odds': sigmoid,
  // Sums of votes may miss 0 and 1 by their rounding.
  probability: (score) => Math.min(Math.max(score, 0), 1),
  log: Math.exp,
  value: (score) => score,
};
