import { seededRandom } from '../base/random.ts';

/** A table of floats with a binary target. */
export interface SimulatedFloats {
  readonly rowCount: number;
  readonly featureCount: number;
  /** Row-major, rowCount x featureCount. Single precision, which is what peers compute in: nobody rounds. */
  readonly values: Float32Array;
  /** 0 or 1. */
  readonly target: Float64Array;
}

/**
 * Independent standard normal features, of which the first eight matter (single, bent and in pairs), and a target
 * drawn from the probability that they give; the best possible AUC is about 0.9.
 */
export function simulatedFloats(rowCount: number, featureCount: number, seed: number): SimulatedFloats {
  const random = seededRandom(seed);
  const values = new Float32Array(rowCount * featureCount);
  const target = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const start = row * featureCount;
    for (let feature = 0; feature < featureCount; feature++) values[start + feature] = random.normal();
    const x = (feature: number) => values[start + feature]!;
    const score =
      1.2 * x(0) -
      0.9 * x(1) +
      Math.sin(2 * x(2)) +
      0.8 * x(3) * x(4) +
      (x(5) > 0.5 ? 1 : -0.4) * x(6) +
      0.5 * x(7) ** 2 -
      0.6;
    target[row] = random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  }
  return { rowCount, featureCount, values, target };
}
