import { sha256 } from '../../base/hash.ts';

export interface Choice {
  /** Index of the chosen action. */
  readonly chosen: number;
  /** Index of the action of greatest value; the first of equals. */
  readonly greedy: number;
  /** Probability with which each action would have been chosen: sums to 1. */
  readonly propensities: readonly number[];
}

/** Uniform in [0, 1), decided by the seed alone: repeating a prediction repeats its draw. */
function uniformFromSeed(seed: string): number {
  return Number.parseInt(sha256(`nba ${seed}`).slice(0, 13), 16) / 2 ** 52;
}

/**
 * Epsilon-greedy: the most valuable action with probability 1 - epsilon, else any of them evenly. The
 * propensities are exact, so logged choices can be re-weighted (Horvitz-Thompson).
 * @param values of the eligible actions, not empty
 * @param epsilon in [0, 1]
 */
export function epsilonGreedy(values: readonly number[], epsilon: number, seed: string): Choice {
  const greedy = values.indexOf(Math.max(...values));
  const propensities = values.map(
    (_, index) => epsilon / values.length + (index === greedy ? 1 - epsilon : 0),
  );
  const draw = uniformFromSeed(seed);
  let cumulative = 0;
  let chosen = greedy;
  for (const [index, propensity] of propensities.entries()) {
    cumulative += propensity;
    if (draw < cumulative) {
      chosen = index;
      break;
    }
  }
  return { chosen, greedy, propensities };
}
