import { fitTemperature, type TemperatureCalibrator } from './temperature.ts';

/** Maps the class probabilities of a model to calibrated ones. Plain data. */
export type MulticlassCalibrator = { readonly kind: 'identity' } | TemperatureCalibrator;

/** Probabilities are kept this far away from 0, for their logarithms. */
const margin = 1e-12;

/**
 * Temperature scaling of class probabilities (see temperature.ts).
 * @param probabilities row-major, rows x classes, from models that did not see the rows
 * @param target class index per row
 */
export function fitMulticlassTemperature(
  probabilities: Float64Array,
  target: ArrayLike<number>,
  weights: Float64Array,
  classCount: number,
): TemperatureCalibrator {
  return fitTemperature(probabilities.map(logOf), target, weights, classCount);
}

/** Calibrated class probabilities, row-major as given; every row sums to 1 and keeps its order of classes. */
export function calibratedClassProbabilities(
  calibrator: MulticlassCalibrator,
  probabilities: Float64Array,
  classCount: number,
): Float64Array {
  if (calibrator.kind === 'identity') return probabilities;
  const result = new Float64Array(probabilities.length);
  for (let start = 0; start < probabilities.length; start += classCount) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let index = start; index < start + classCount; index++) {
      result[index] = calibrator.sharpness * logOf(probabilities[index]!);
      highest = Math.max(highest, result[index]!);
    }
    let sum = 0;
    for (let index = start; index < start + classCount; index++) {
      result[index] = Math.exp(result[index]! - highest);
      sum += result[index]!;
    }
    for (let index = start; index < start + classCount; index++) result[index]! /= sum;
  }
  return result;
}

function logOf(probability: number): number {
  return Math.log(probability + margin);
}
