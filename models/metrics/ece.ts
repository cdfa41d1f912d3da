import { checkPredictions, type Metric, metricValue } from './metric.ts';
import { descendingRuns } from './ranking.ts';

const binCount = 15;

export interface ReliabilityBin {
  readonly weight: number;
  readonly meanProbability: number;
  readonly observedShare: number;
}

/**
 * Expected calibration error: rows are sorted by probability into 15 bins of equal mass (rows of equal probability
 * stay together), and the distance between mean probability and observed share is averaged by mass (Nixon et al.
 * 2019). Biased upwards on few rows: about sqrt(bins / rows) x a third remains even for a perfect model.
 */
export const eceMetric: Metric = {
  name: 'ece',
  better: 'lower',
  prepare(target, probability) {
    const bins = prepareBins(target, probability);
    return (weights) => {
      let total = 0;
      let sum = 0;
      for (const bin of bins(weights)) {
        total += bin.weight;
        sum += bin.weight * Math.abs(bin.meanProbability - bin.observedShare);
      }
      return sum / total;
    };
  },
};

export const ece = (target: Float64Array, probability: Float64Array, weights?: Float64Array): number =>
  metricValue(eceMetric, target, probability, weights);

/** The points of a reliability plot, from the highest probabilities to the lowest. */
export function reliabilityBins(
  target: Float64Array,
  probability: Float64Array,
  weights = new Float64Array(target.length).fill(1),
): ReliabilityBin[] {
  return prepareBins(target, probability)(weights);
}

function prepareBins(
  target: Float64Array,
  probability: Float64Array,
): (weights: Float64Array) => ReliabilityBin[] {
  checkPredictions(target, probability, 'probability');
  const { order, runEnd } = descendingRuns(probability);
  return (weights) => {
    let total = 0;
    for (const weight of weights) total += weight;
    const mass = new Float64Array(binCount);
    const predicted = new Float64Array(binCount);
    const observed = new Float64Array(binCount);
    let before = 0;
    let start = 0;
    for (const end of runEnd) {
      let weight = 0;
      let positive = 0;
      for (let index = start; index < end; index++) {
        const row = order[index]!;
        weight += weights[row]!;
        positive += weights[row]! * target[row]!;
      }
      const bin = Math.min(binCount - 1, Math.floor(((before + weight / 2) / total) * binCount));
      mass[bin]! += weight;
      predicted[bin]! += weight * probability[order[start]!]!;
      observed[bin]! += positive;
      before += weight;
      start = end;
    }
    return Array.from(mass, (weight, bin) => ({
      weight,
      meanProbability: predicted[bin]! / weight,
      observedShare: observed[bin]! / weight,
    })).filter((bin) => bin.weight > 0);
  };
}
