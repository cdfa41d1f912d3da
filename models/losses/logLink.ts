import { weightedMean } from '../metrics/weightedMean.ts';

/** Beyond these scores the exponential is no amount or count of this world, and its products overflow. */
const largestScore = 300;

/** e^score, finite and above 0. */
export function safeExp(score: number): number {
  return Math.exp(Math.min(Math.max(score, -largestScore), largestScore));
}

/** Logarithm of the mean target; where all targets are 0, that of a mean too small to matter. */
export function meanScore(target: Float64Array, weights: Float64Array): number {
  return Math.log(Math.max(weightedMean(target, weights), 1e-9));
}
