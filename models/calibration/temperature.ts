import { smoothedTargets } from './smoothedTargets.ts';

export interface TemperatureCalibrator {
  readonly kind: 'temperature';
  /** What log-odds are multiplied with, the inverse of the temperature: below 1 makes predictions less sure. */
  readonly sharpness: number;
}

/** Beyond this factor a temperature is no longer estimated but running away. */
const bounds = [Math.exp(-10), Math.exp(10)] as const;
const maximumSteps = 100;

/**
 * Temperature scaling: softmax(sharpness x log p) by maximum likelihood with smoothed targets. One parameter, so it
 * never changes which class is the most likely and can be learned from few rows.
 * Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks, ICML, eq. 9.
 * @param logits row-major, rows x classes: anything whose softmax are the class probabilities
 */
export function fitTemperature(
  logits: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
  classCount: number,
): TemperatureCalibrator {
  const aims = smoothedTargets(labels, weights, classCount);
  const power = new Float64Array(classCount);
  /** First and second derivative of the loss, which is convex in the sharpness. */
  const derivatives = (sharpness: number): readonly [number, number] => {
    let slope = 0;
    let curvature = 0;
    for (let row = 0; row < labels.length; row++) {
      const start = row * classCount;
      let highest = Number.NEGATIVE_INFINITY;
      for (let index = 0; index < classCount; index++) highest = Math.max(highest, logits[start + index]!);
      let sum = 0;
      let first = 0;
      let second = 0;
      let all = 0;
      for (let index = 0; index < classCount; index++) {
        // Relative to the highest, which cancels in every term below.
        const logit = logits[start + index]! - highest;
        power[index] = Math.exp(sharpness * logit);
        sum += power[index]!;
        first += power[index]! * logit;
        second += power[index]! * logit * logit;
        all += logit;
      }
      const mean = first / sum;
      const own = logits[start + labels[row]!]! - highest;
      const aim = aims[labels[row]!]!;
      const aimed = aim * own + ((1 - aim) * (all - own)) / (classCount - 1);
      slope += weights[row]! * (mean - aimed);
      curvature += weights[row]! * (second / sum - mean * mean);
    }
    return [slope, curvature];
  };
  let [low, high]: [number, number] = [...bounds];
  let sharpness = 1;
  for (let step = 0; step < maximumSteps; step++) {
    const [slope, curvature] = derivatives(sharpness);
    // Every row gives all classes the same probability: no temperature is better than another.
    if (curvature === 0) break;
    if (slope > 0) high = sharpness;
    else low = sharpness;
    const newton = sharpness - slope / curvature;
    // Newton's step where it stays inside the bracket, the geometric middle otherwise.
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    const moved = Math.abs(next - sharpness);
    sharpness = next;
    if (moved <= 1e-12 * sharpness) break;
  }
  return { kind: 'temperature', sharpness };
}
