import type { Scale } from './estimator.ts';
import { sigmoid } from './numeric/sigmoid.ts';

/** How a raw score on each scale becomes the prediction. */
export const predictionOfScore: Readonly<Record<Scale, (score: number) => number>> = {
  'log-odds': sigmoid,
  probability: (score) => score,
  log: Math.exp,
  value: (score) => score,
};
