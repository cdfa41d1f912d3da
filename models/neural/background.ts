import type { Steps } from '../numeric/steps.ts';
import { forwardPass } from './forward.ts';
import type { Network } from './network.ts';
import { type NeuralFeature, widthOf, writeInputs } from './neuralFeature.ts';

/** Training rows that explanations compare with. */
export interface Background {
  readonly count: number;
  /** Inputs of the network, row after row. */
  readonly inputs: Float32Array;
  /** Output after output the rows' weights, which sum to 1 and give their mean raw score that of all training rows. */
  readonly weights: Float64Array;
}

/** Rows drawn evenly along the raw score, before the lowest and highest of each output. */
const evenly = 32;
const rowsPerStep = 1000;

/** The background of a network from all rows of its training table; `encoded` of each feature. */
export function* backgroundOf(
  features: readonly NeuralFeature[],
  network: Network,
  encoded: readonly Float64Array[],
  weights: Float64Array,
): Steps<Background> {
  const { inputs: width } = network[0]!;
  const outputs = network.at(-1)!.units;
  const forward = forwardPass(network);
  const input = new Float64Array(width);
  const write = (row: number) => {
    let at = 0;
    features.forEach((feature, index) => {
      writeInputs(feature, encoded[index]![row]!, input, at);
      at += widthOf(feature);
    });
  };
  const rawScores = Array.from({ length: outputs }, () => new Float64Array(weights.length));
  for (let row = 0; row < weights.length; row++) {
    write(row);
    const raw = forward(input);
    for (let output = 0; output < outputs; output++) rawScores[output]![row] = raw[output]!;
    if (row % rowsPerStep === 0) yield;
  }
  const rows = backgroundRows(rawScores, weights);
  const inputs = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    write(row);
    inputs.set(input, index * width);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const own = Array.from(rows, (_, index) =>
    Float64Array.from(forward(Float64Array.from(inputs.subarray(index * width, (index + 1) * width)))),
  );
  const tilted = new Float64Array(outputs * rows.length);
  rawScores.forEach((scores, output) => {
    const mean = scores.reduce((sum, score, row) => sum + weights[row]! * score, 0) / total;
    const values = own.map((raw) => raw[output]!);
    tilted.set(tiltedWeights(values, mean), output * rows.length);
  });
  return { count: rows.length, inputs, weights: tilted };
}

/**
 * The rows that stand for a training table: drawn evenly along the first raw score, and the lowest and highest of every
 * raw score, so that each mean lies between those drawn.
 * @param rawScores output after output the raw score of each row
 * @returns ascending, distinct
 */
function backgroundRows(rawScores: readonly Float64Array[], weights: Float64Array): Int32Array {
  const chosen = new Set<number>();
  const present = Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  for (const scores of rawScores) {
    const ordered = [...present].sort((a, b) => scores[a]! - scores[b]! || a - b);
    chosen.add(ordered[0]!);
    chosen.add(ordered.at(-1)!);
    if (scores !== rawScores[0]) continue;
    const total = ordered.reduce((sum, row) => sum + weights[row]!, 0);
    let passed = 0;
    let drawn = 0;
    for (const row of ordered) {
      passed += weights[row]!;
      if (passed < ((drawn + 0.5) / evenly) * total) continue;
      chosen.add(row);
      while (drawn < evenly && passed >= ((drawn + 0.5) / evenly) * total) drawn++;
    }
  }
  return Int32Array.from(chosen).sort();
}

/**
 * Weights proportional to e^(tilt x value), which sum to 1, under which the mean of `values` is `mean`: of all weights
 * that give this mean those closest to equal (exponential tilting).
 * @param mean between the least and the greatest value
 */
function tiltedWeights(values: readonly number[], mean: number): Float64Array {
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  if (!(range > 1e-12 * Math.max(1, Math.abs(mean))))
    return new Float64Array(values.length).fill(1 / values.length);
  const shares = values.map((value) => (value - least) / range);
  const goal = (mean - least) / range;
  const weightsAt = (tilt: number) => {
    const top = Math.max(tilt, 0);
    const powers = Float64Array.from(shares, (share) => Math.exp(tilt * share - top));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  };
  const meanAt = (weights: Float64Array) =>
    weights.reduce((sum, weight, at) => sum + weight * shares[at]!, 0);
  let low = -1e4;
  let high = 1e4;
  let weights = weightsAt(0);
  for (let halving = 0; halving < 80; halving++) {
    const tilt = (low + high) / 2;
    weights = weightsAt(tilt);
    if (meanAt(weights) < goal) low = tilt;
    else high = tilt;
  }
  return weights;
}
