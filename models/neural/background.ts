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

/**
 * The rows that stand for a training table: drawn evenly along the first raw score, and the lowest and highest of every
 * raw score, so that each mean lies between those drawn.
 * @param rawScores output after output the raw score of each row
 * @returns ascending, distinct
 */
export function backgroundRows(rawScores: readonly Float64Array[], weights: Float64Array): Int32Array {
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
export function tiltedWeights(values: readonly number[], mean: number): Float64Array {
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
