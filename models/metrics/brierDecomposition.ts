import { prepareBins } from './equalMassBins.ts';

/** Parts of the Brier score; all are in squared probability. */
export interface BrierDecomposition {
  readonly brier: number;
  /** Distance of the bins' mean probabilities from their observed shares: 0 is perfectly calibrated. */
  readonly reliability: number;
  /** Spread of the bins' observed shares: the more, the better the score tells rows apart. */
  readonly resolution: number;
  /** base rate x (1 - base rate): the score of always answering the base rate. */
  readonly uncertainty: number;
  /** Spread of probabilities inside bins. */
  readonly withinBinVariance: number;
  /** Twice the covariance of probability and outcome inside bins: resolution that the bins are too coarse to see. */
  readonly withinBinCovariance: number;
}

/**
 * brier = reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance, exactly.
 *
 * Murphy (1973), J. Applied Meteorology 12, 595-600, with the two within-bin components of Stephenson, Coelho &
 * Jolliffe (2008), Weather and Forecasting 23, 752-757, eq. 9, without which the sum only holds when all
 * probabilities of a bin are equal. Bins of equal mass as for the expected calibration error.
 * @throws Problem invalid_input when a probability is outside [0, 1]
 */
export function brierDecomposition(
  target: Float64Array,
  probability: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  bins?: number,
): BrierDecomposition {
  const sums = prepareBins(target, probability, bins)(weights);
  let total = 0;
  let positive = 0;
  sums.weight.forEach((weight, bin) => {
    total += weight;
    positive += sums.observed[bin]!;
  });
  const baseRate = positive / total;
  let [brier, reliability, resolution, variance, covariance] = [0, 0, 0, 0, 0];
  sums.weight.forEach((weight, bin) => {
    if (weight === 0) return;
    const mean = sums.predicted[bin]! / weight;
    const observed = sums.observed[bin]! / weight;
    reliability += weight * (mean - observed) ** 2;
    resolution += weight * (observed - baseRate) ** 2;
    variance += sums.squaredPrediction[bin]! - weight * mean * mean;
    covariance += 2 * (sums.product[bin]! - weight * mean * observed);
    // (p - y)^2 = p^2 - 2py + y, as y is 0 or 1.
    brier += sums.squaredPrediction[bin]! - 2 * sums.product[bin]! + sums.observed[bin]!;
  });
  return {
    brier: brier / total,
    reliability: reliability / total,
    resolution: resolution / total,
    uncertainty: baseRate * (1 - baseRate),
    withinBinVariance: variance / total,
    withinBinCovariance: covariance / total,
  };
}
