import { checkPredictions } from './metric.ts';
import { descendingRuns } from './ranking.ts';

/** One tenth (or another part) of the rows, of similar prediction. */
export interface ValueDecile {
  /** Sum of row weights. */
  readonly weight: number;
  readonly meanPredicted: number;
  readonly meanActual: number;
  /** Share of the total actual value that this part holds, and that it and all parts above it hold. */
  readonly shareOfActual: number;
  readonly cumulativeShare: number;
}

/**
 * Rows in parts of equal mass from the highest predictions to the lowest. Rows of equal prediction that straddle a
 * border are divided in proportion, so the order of ties never matters.
 */
export function valueDeciles(
  target: Float64Array,
  prediction: Float64Array,
  weights = new Float64Array(target.length).fill(1),
  parts = 10,
): ValueDecile[] {
  checkPredictions(target, prediction, 'value');
  const { order, runEnd } = descendingRuns(prediction);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const predicted = new Float64Array(parts);
  const actual = new Float64Array(parts);
  let before = 0;
  let start = 0;
  for (const end of runEnd) {
    let mass = 0;
    let value = 0;
    const run = order.subarray(start, end);
    for (const row of run) {
      mass += weights[row]!;
      value += weights[row]! * target[row]!;
    }
    start = end;
    if (mass === 0) continue;
    const first = Math.min(parts - 1, Math.floor((before / total) * parts));
    for (let part = first; part < parts && (part * total) / parts < before + mass; part++) {
      const low = Math.max(before, (part * total) / parts);
      const high = part === parts - 1 ? before + mass : Math.min(before + mass, ((part + 1) * total) / parts);
      const share = (high - low) / mass;
      predicted[part]! += share * mass * prediction[run[0]!]!;
      actual[part]! += share * value;
    }
    before += mass;
  }
  const held = actual.reduce((sum, value) => sum + value, 0);
  let cumulative = 0;
  return Array.from(actual, (value, part) => {
    cumulative += value;
    return {
      weight: total / parts,
      meanPredicted: (predicted[part]! * parts) / total,
      meanActual: (value * parts) / total,
      shareOfActual: value / held,
      cumulativeShare: cumulative / held,
    };
  });
}
