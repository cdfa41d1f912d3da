import { binomialCdf } from '../numeric/binomial.ts';

/**
 * A p-value for "the expected loss is above `limit`" from the mean of n independent losses in [0, 1]: the smaller of
 * Hoeffding's (1963) and Bentkus's (2004) bounds on the chance of a mean as low as this. For losses that are only 0 or
 * 1, `binomialCdf` is exact and smaller.
 * Bates, Angelopoulos, Lei, Malik & Jordan (2021), Distribution-free, risk-controlling prediction sets, J. ACM 68,
 * section 3.1.
 */
export function hoeffdingBentkusPValue(meanLoss: number, count: number, limit: number): number {
  if (meanLoss >= limit) return 1;
  const divergence =
    (meanLoss > 0 ? meanLoss * Math.log(meanLoss / limit) : 0) +
    (1 - meanLoss) * (Math.log1p(-meanLoss) - Math.log1p(-limit));
  const hoeffding = Math.exp(-count * divergence);
  // A mean that is a whole number of losses is not to be rounded up by its last digit.
  const bentkus = Math.E * binomialCdf(Math.ceil(count * meanLoss - 1e-9), count, limit);
  return Math.min(1, hoeffding, bentkus);
}
