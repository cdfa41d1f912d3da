import { sha256 } from '../../base/hash.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import { normalQuantile } from '../numeric/normalQuantile.ts';

/** What is believed of an action's value: a normal distribution. */
export interface Belief {
  readonly mean: number;
  /** At least 0. */
  readonly deviation: number;
  /** The mean is a guess: nobody has ever seen what the action brings. */
  readonly untried?: boolean;
}

/** Points of the midpoint rule. */
const steps = 32;
const quantiles = Float64Array.from({ length: steps }, (_, step) => normalQuantile((step + 0.5) / steps));

/** The action of the greatest mean (the first of equals), certainly. Untried ones do not compete with the others. */
export function greedyPropensities(beliefs: readonly Belief[]): number[] {
  const best = greedyChoice(beliefs);
  return beliefs.map((_, index) => (index === best ? 1 : 0));
}

/** The index of the greatest mean among the actions somebody has tried; among all where nobody has tried any. */
export function greedyChoice(beliefs: readonly Belief[]): number {
  const open = competing(beliefs);
  return beliefs.reduce(
    (best, { mean }, index) => (open[index] && (best < 0 || mean > beliefs[best]!.mean) ? index : best),
    -1,
  );
}

/**
 * Thompson sampling (Thompson 1933) without the sampling: each action with the probability that its value is the
 * greatest, were every value drawn from its belief. By the midpoint rule over the quantiles of the action's own belief,
 * then scaled to sum to 1: what is logged is what is drawn from, exactly. An untried action could be anything, and would
 * be tried on far too many at once: it is left to the floor.
 */
export function thompsonPropensities(beliefs: readonly Belief[]): number[] {
  const open = competing(beliefs);
  const chances = beliefs.map((belief, index) =>
    open[index] ? chanceOfBest(beliefs, open, belief, index) : 0,
  );
  const sum = chances.reduce((total, chance) => total + chance, 0);
  return sum > 0 ? chances.map((chance) => chance / sum) : greedyPropensities(beliefs);
}

function chanceOfBest(
  beliefs: readonly Belief[],
  open: readonly boolean[],
  { mean, deviation }: Belief,
  index: number,
): number {
  let chance = 0;
  for (const quantile of quantiles) {
    const value = mean + deviation * quantile;
    let product = 1;
    for (const [other, rival] of beliefs.entries()) {
      if (other === index || !open[other]) continue;
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
}

function competing(beliefs: readonly Belief[]): boolean[] {
  const tried = beliefs.map(({ untried }) => untried !== true);
  return tried.includes(true) ? tried : beliefs.map(() => true);
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
