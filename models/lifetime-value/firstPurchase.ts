import { gaussLegendre } from '../numeric/gaussLegendre.ts';

/** How long somebody who had not bought when they became known waited for their first purchase. */
export interface Wait {
  /** Days since they became a customer, from which on they were observed without a purchase; >= 0. */
  readonly from: number;
  /** Until the first purchase or, without one, until the end of observation; >= `from`. */
  readonly until: number;
  readonly bought: boolean;
}

/**
 * Exponential-gamma: each waits an exponential time, whose rates differ as a gamma distribution does, so that
 * P(no purchase until t) = (alpha / (alpha + t))^r. The longer somebody has not bought, the slower they are bound to be
 * (Fader, Hardie & Zeithammer 2003, "Forecasting New Product Trial in a Controlled Test Market Environment").
 */
export interface FirstPurchaseParameters {
  readonly r: number;
  /** Days. */
  readonly alpha: number;
  /** What it was learned from. */
  readonly customers: number;
  readonly bought: number;
}

/** From fewer first purchases nothing is learned. */
const fewestPurchases = 10;
/** From an hour to ten thousand years, beyond which the model is the exponential one. */
const smallestAlpha = 1 / 24;
const largestAlpha = 3_650_000;
const gridSteps = 80;

/**
 * By maximum likelihood. Who has not bought yet is censored: they count for as long as they were observed, and not as
 * somebody who never will. Who was known only from some day on counts from then on (left truncation). Given alpha, the
 * best r has a closed form, so that one number is searched for.
 * @returns null where fewer than 10 of them bought: nothing can be said
 */
export function fitFirstPurchase(waits: readonly Wait[]): FirstPurchaseParameters | null {
  const bought = waits.filter((wait) => wait.bought).length;
  if (bought < fewestPurchases) return null;
  const rateOf = (alpha: number) =>
    bought / waits.reduce((sum, { from, until }) => sum + Math.log1p((until - from) / (alpha + from)), 0);
  /** Up to a constant. */
  const logLikelihood = (logAlpha: number) => {
    const alpha = Math.exp(logAlpha);
    const hazards = waits.reduce((sum, { until, bought }) => sum - (bought ? Math.log(alpha + until) : 0), 0);
    return bought * Math.log(rateOf(alpha)) + hazards;
  };
  const [lowest, highest] = [Math.log(smallestAlpha), Math.log(largestAlpha)];
  const step = (highest - lowest) / gridSteps;
  let [best, bestValue] = [lowest, Number.NEGATIVE_INFINITY];
  for (let index = 0; index <= gridSteps; index++) {
    const value = logLikelihood(lowest + index * step);
    if (value > bestValue) [best, bestValue] = [lowest + index * step, value];
  }
  const alpha = Math.exp(
    goldenSection(logLikelihood, Math.max(lowest, best - step), Math.min(highest, best + step)),
  );
  return { r: rateOf(alpha), alpha, customers: waits.length, bought };
}

/** Where a function of one maximum between two numbers has it. */
function goldenSection(of: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  while (b - a > 1e-6) {
    const [left, right] = [b - ratio * (b - a), a + ratio * (b - a)];
    if (of(left) < of(right)) a = left;
    else b = right;
  }
  return (a + b) / 2;
}

/** P(first purchase within `days`), of somebody who has not bought `waited` days after becoming a customer. */
export function firstPurchaseWithin(
  { r, alpha }: FirstPurchaseParameters,
  waited: number,
  days: number,
): number {
  return -Math.expm1(-r * Math.log1p(days / (alpha + waited)));
}

const { nodes, weights } = gaussLegendre(16);

/**
 * What is expected within `days` of somebody who has not bought yet, when `after(rest)` is expected within the rest of
 * the time from the first purchase on: the integral over when that comes, as a quadrature over its quantiles.
 */
export function expectedWithFirstPurchase(
  parameters: FirstPurchaseParameters,
  waited: number,
  days: number,
  after: (rest: number) => number,
): number {
  const { r, alpha } = parameters;
  const probability = firstPurchaseWithin(parameters, waited, days);
  let mean = 0;
  for (let node = 0; node < nodes.length; node++) {
    const quantile = ((1 + nodes[node]!) / 2) * probability;
    const comes = (alpha + waited) * Math.expm1(-Math.log1p(-quantile) / r);
    // Rounding must not put a first purchase beyond the end: on the last moment it still counts.
    mean += (weights[node]! / 2) * after(Math.max(Number.EPSILON, days - comes));
  }
  return probability * mean;
}
