import { checkPredictions } from './metric.ts';
import { descendingRuns } from './ranking.ts';
import { wilsonInterval } from './wilson.ts';

/** Rows of similar probability: sums over rows, each times its weight. */
export interface BinSums {
  readonly weight: Float64Array;
  readonly squaredWeight: Float64Array;
  readonly predicted: Float64Array;
  readonly squaredPrediction: Float64Array;
  readonly observed: Float64Array;
  readonly product: Float64Array;
}

const defaultBins = 15;

/**
 * Sorts rows by probability into bins of equal mass, from the highest probabilities to the lowest. Rows of equal
 * probability stay together, in the bin in which the middle of their mass lies; so bins can be empty.
 * @returns for row weights the sums of each bin (the same arrays at every call)
 */
export function prepareBins(
  target: Float64Array,
  probability: Float64Array,
  bins = defaultBins,
): (weights: Float64Array) => BinSums {
  checkPredictions(target, probability, 'probability');
  const { order, endsRun } = descendingRuns(probability);
  const outcome = Float64Array.from(order, (row) => target[row]!);
  const sorted = Float64Array.from(order, (row) => probability[row]!);
  const sums: BinSums = {
    weight: new Float64Array(bins),
    squaredWeight: new Float64Array(bins),
    predicted: new Float64Array(bins),
    squaredPrediction: new Float64Array(bins),
    observed: new Float64Array(bins),
    product: new Float64Array(bins),
  };
  return (weights) => {
    for (const sum of Object.values(sums)) sum.fill(0);
    let total = 0;
    for (let row = 0; row < weights.length; row++) total += weights[row]!;
    let before = 0;
    let mass = 0;
    let squares = 0;
    let positive = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      mass += weight;
      squares += weight * weight;
      positive += weight * outcome[position]!;
      if (endsRun[position] === 0) continue;
      const p = sorted[position]!;
      const bin = Math.min(bins - 1, Math.floor(((before + mass / 2) / total) * bins));
      sums.weight[bin]! += mass;
      sums.squaredWeight[bin]! += squares;
      sums.predicted[bin]! += mass * p;
      sums.squaredPrediction[bin]! += mass * p * p;
      sums.observed[bin]! += positive;
      sums.product[bin]! += positive * p;
      before += mass;
      mass = 0;
      squares = 0;
      positive = 0;
    }
    return sums;
  };
}

/** One point of a reliability plot. */
export interface ReliabilityBin {
  readonly weight: number;
  readonly meanProbability: number;
  readonly observedShare: number;
  /** Wilson's 95 % interval of the observed share, for Kish's effective number of rows when weights differ. */
  readonly low: number;
  readonly high: number;
}

/**
 * The points of a reliability plot in bins of equal mass, from the highest probabilities to the lowest; empty bins
 * are left out. @throws Problem invalid_input when a probability is outside [0, 1]
 */
export function reliabilityBins(
  target: Float64Array,
  probability: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  bins = defaultBins,
): ReliabilityBin[] {
  const sums = prepareBins(target, probability, bins)(weights);
  return Array.from(sums.weight, (weight, bin) => {
    const observedShare = sums.observed[bin]! / weight;
    return {
      weight,
      meanProbability: sums.predicted[bin]! / weight,
      observedShare,
      ...wilsonInterval(observedShare, (weight * weight) / sums.squaredWeight[bin]!),
    };
  }).filter((bin) => bin.weight > 0);
}
