import { incompleteBeta } from './incompleteBeta.ts';

/** P(X <= k) for X binomial with n trials of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(1 - p, n - Math.floor(k), Math.floor(k) + 1);
}

/**
 * Clopper & Pearson's one-sided upper confidence bound for a probability, from k cases among n: the p at which as
 * few as k cases have probability `error`. Exact: it is passed in at most `error` of all samples. 1 when n is 0.
 */
export function clopperPearsonUpper(k: number, n: number, error: number): number {
  if (k >= n) return 1;
  let low = k / n;
  let high = 1;
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (binomialCdf(k, n, middle) > error) low = middle;
    else high = middle;
  }
  return high;
}
