import { gaussLegendre } from '../numeric/gaussLegendre.ts';

/**
 * The integral of (alpha + u)^-k (beta + u)^-(s + 1) over u from `from` to `to`, and averages under that
 * integrand: the customer left at u, between the last purchase and the end of observation.
 */
export interface LostInBetween {
  /** Logarithm of the integral; -Infinity when `to` is `from`, NaN where the parameters are no ordinary numbers. */
  log: number;
  /** Averages; 0 when the integral is 0. */
  logAlpha: number;
  logBeta: number;
  inverseAlpha: number;
  inverseBeta: number;
}

// Bound once: in the context of a test runner a global costs more than the function itself.
const { exp, expm1, log } = Math;
const order = 16;
const { nodes, weights } = gaussLegendre(order);
const logs = new Float64Array(order);
const logsAlpha = new Float64Array(order);
const logsBeta = new Float64Array(order);
const times = new Float64Array(order);
/** Widest panel, and the most that the logarithm of the integrand may change per panel. */
const widest = 3;
const steepest = 10;
/** Shapes beyond this leave no width for a panel. */
const steepestShape = 1e12;
/** What is exp(-48) of the greatest value adds nothing. */
const negligible = 48;

/**
 * The Gaussian hypergeometric functions of Pareto/NBD (Fader & Hardie 2005, "A Note on Deriving the Pareto/NBD Model")
 * are this integral; their difference cancels where `to` is close to `from` and their series is endless where alpha
 * and beta are far apart. The integrand is positive and, over y = ln((m + u) / (m + from)) with m the smaller of alpha
 * and beta, log-concave and free of poles within a distance of pi: Gauss-Legendre panels of bounded width and
 * steepness give it to about 14 digits, and the derivatives by all parameters along.
 * Writes into `into` and returns it: this is the inner loop of a fit.
 */
export function lostInBetween(
  k: number,
  s: number,
  alpha: number,
  beta: number,
  from: number,
  to: number,
  into: LostInBetween,
): LostInBetween {
  into.log = Number.NEGATIVE_INFINITY;
  into.logAlpha = into.logBeta = into.inverseAlpha = into.inverseBeta = 0;
  if (!(to > from)) return into;
  const start = Math.min(alpha, beta) + from;
  const end = Math.log1p((to - from) / start);
  // A search may try parameters that have under- or overflowed: no panel is narrow enough for those.
  if (
    !(
      start > 0 &&
      end < Number.POSITIVE_INFINITY &&
      alpha + beta < Number.POSITIVE_INFINITY &&
      k + s < steepestShape
    )
  ) {
    into.log = Number.NaN;
    return into;
  }
  // Sums are kept relative to exp(top).
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < end; ) {
    let width = Math.min(widest, end - at);
    // The slope falls all the way, so that it is steepest at one of the ends.
    let last = 0;
    for (let halving = 0; halving < 60; halving++) {
      const u = start * exp(at + width);
      last = 1 - (k * u) / (alpha + from + u - start) - ((s + 1) * u) / (beta + from + u - start);
      if (Math.abs(last) * width <= steepest) break;
      width /= 2;
    }
    const half = width / 2;
    let highest = Number.NEGATIVE_INFINITY;
    for (let node = 0; node < order; node++) {
      const y = at + half + half * nodes[node]!;
      const u = from + start * expm1(y);
      const logAlpha = log(alpha + u);
      const logBeta = log(beta + u);
      const value = y - k * logAlpha - (s + 1) * logBeta;
      times[node] = u;
      logsAlpha[node] = logAlpha;
      logsBeta[node] = logBeta;
      logs[node] = value;
      if (value > highest) highest = value;
    }
    if (highest > top) {
      const scale = exp(top - highest);
      sum *= scale;
      into.logAlpha *= scale;
      into.logBeta *= scale;
      into.inverseAlpha *= scale;
      into.inverseBeta *= scale;
      top = highest;
    }
    for (let node = 0; node < order; node++) {
      const weight = half * weights[node]! * exp(logs[node]! - top);
      sum += weight;
      into.logAlpha += weight * logsAlpha[node]!;
      into.logBeta += weight * logsBeta[node]!;
      into.inverseAlpha += weight / (alpha + times[node]!);
      into.inverseBeta += weight / (beta + times[node]!);
    }
    // Log-concave: once it falls it keeps falling. Nodes run from right to left.
    if (last < 0 && logs[0]! < top - negligible) break;
    at = at + width >= end * (1 - 1e-15) ? end : at + width;
  }
  into.log = top + log(sum) + log(start);
  into.logAlpha /= sum;
  into.logBeta /= sum;
  into.inverseAlpha /= sum;
  into.inverseBeta /= sum;
  return into;
}
