import { sha256 } from '../../base/hash.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import { normalQuantile } from '../numeric/normalQuantile.ts';

/** What is believed of an action's value: a normal distribution. */
export interface Belief {
  readonly mean: number;
  /** At least 0. */
  readonly deviation: number;
}

/** Points of the midpoint rule. */
const steps = 64;
const quantiles = Float64Array.from({ length: steps }, (_, step) => normalQuantile((step + 0.5) / steps));

/** The action of the greatest mean (the first of equals), certainly. */
export function greedyPropensities(beliefs: readonly Belief[]): number[] {
  const best = greedyChoice(beliefs);
  return beliefs.map((_, index) => (index === best ? 1 : 0));
}

export function greedyChoice(beliefs: readonly Belief[]): number {
  return beliefs.reduce((best, { mean }, index) => (mean > beliefs[best]!.mean ? index : best), 0);
}

/**
 * Thompson sampling (Thompson 1933) without the sampling: each action with the probability that its value is the
 * greatest, were every value drawn from its belief. By the midpoint rule over the quantiles of the action's own belief,
 * then scaled to sum to 1: what is logged is what is drawn from, exactly.
 */
export function thompsonPropensities(beliefs: readonly Belief[]): number[] {
  const chances = beliefs.map(({ mean, deviation }, index) => {
    let chance = 0;
    for (const quantile of quantiles) {
      const value = mean + deviation * quantile;
      let product = 1;
      for (const [other, rival] of beliefs.entries()) {
        if (other === index) continue;
        product *=
          rival.deviation > 0
            ? normalCdf((value - rival.mean) / rival.deviation)
            : value > rival.mean || (value === rival.mean && index < other)
              ? 1
              : 0;
      }
      chance += product / steps;
    }
    return chance;
  });
  const sum = chances.reduce((total, chance) => total + chance, 0);
  return sum > 0 ? chances.map((chance) => chance / sum) : greedyPropensities(beliefs);
}

/** With probability epsilon any action, evenly: no propensity is below epsilon / actions. */
export const withFloor = (propensities: readonly number[], epsilon: number): number[] =>
  propensities.map((propensity) => (1 - epsilon) * propensity + epsilon / propensities.length);

/** An index drawn by propensities that sum to 1, decided by the seed alone: repeating a prediction repeats its draw. */
export function draw(propensities: readonly number[], seed: string): number {
  const uniform = Number.parseInt(sha256(`nba ${seed}`).slice(0, 13), 16) / 2 ** 52;
  let cumulative = 0;
  for (const [index, propensity] of propensities.entries()) {
    cumulative += propensity;
    if (uniform < cumulative) return index;
  }
  // The sum fell short of the draw by rounding.
  return propensities.findLastIndex((propensity) => propensity > 0);
}
