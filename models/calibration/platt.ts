import { minimise } from '../numeric/lbfgs.ts';
import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';
import { smoothedTargets } from './smoothedTargets.ts';

export interface PlattCalibrator {
  readonly kind: 'platt';
  readonly slope: number;
  readonly intercept: number;
}

/**
 * P(class 1) = sigmoid(slope x score + intercept) by maximum likelihood with Platt's smoothed targets (Platt 1999;
 * Lin, Lin & Weng 2007), which keep the fit finite when the classes are separable. The slope is never negative:
 * scores that rank the wrong way round carry no information, and the base rate is answered.
 */
export function fitPlatt(scores: Float64Array, labels: Float64Array, weights: Float64Array): PlattCalibrator {
  const total = [0, 0];
  labels.forEach((label, row) => {
    total[label]! += weights[row]!;
  });
  const aims = smoothedTargets(labels, weights, 2);
  const targets = [1 - aims[0]!, aims[1]!];
  const { center, scale } = location(scores, weights);
  const { x } = minimise(
    (parameters, gradient) => {
      const [slope, intercept] = [parameters[0]!, parameters[1]!];
      let loss = 0;
      gradient.fill(0);
      for (let row = 0; row < scores.length; row++) {
        const standard = (scores[row]! - center) / scale;
        const score = slope * standard + intercept;
        const target = targets[labels[row]!]!;
        const residual = weights[row]! * (sigmoid(score) - target);
        loss += weights[row]! * (log1pExp(score) - target * score);
        gradient[0]! += residual * standard;
        gradient[1]! += residual;
      }
      return loss;
    },
    Float64Array.of(0, Math.log((total[1]! + 1) / (total[0]! + 1))),
  );
  if (!(x[0]! > 0))
    return { kind: 'platt', slope: 0, intercept: Math.log((total[1]! + 1) / (total[0]! + 1)) };
  return { kind: 'platt', slope: x[0]! / scale, intercept: x[1]! - (x[0]! * center) / scale };
}

function location(scores: Float64Array, weights: Float64Array): { center: number; scale: number } {
  let total = 0;
  let sum = 0;
  scores.forEach((score, row) => {
    total += weights[row]!;
    sum += weights[row]! * score;
  });
  const center = sum / total;
  let squares = 0;
  scores.forEach((score, row) => {
    squares += weights[row]! * (score - center) ** 2;
  });
  return { center, scale: Math.sqrt(squares / total) || 1 };
}
