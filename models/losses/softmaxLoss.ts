import type { Derivatives } from './loss.ts';

/**
 * Negative log-likelihood of one class among several (multinomial). Every class has a raw score; `scores` holds one
 * array per class with one number per row, targets are class indices.
 */
export const softmaxLoss = {
  /** Logarithms of the weighted class shares; a class that never occurs has a share too small to matter. */
  constants(classCount: number, target: Float64Array, weights: Float64Array): Float64Array {
    const shares = new Float64Array(classCount);
    let total = 0;
    for (let row = 0; row < target.length; row++) {
      shares[target[row]!]! += weights[row]!;
      total += weights[row]!;
    }
    return shares.map((share) => Math.log(Math.max(share / total, 1e-9)));
  },

  /** Per row the logarithm of the sum of the exponentials, which turns scores into logarithms of probabilities. */
  norms(scores: readonly Float64Array[], into: Float64Array): void {
    for (let row = 0; row < into.length; row++) {
      let largest = Number.NEGATIVE_INFINITY;
      for (const ofClass of scores) if (ofClass[row]! > largest) largest = ofClass[row]!;
      let sum = 0;
      for (const ofClass of scores) sum += Math.exp(ofClass[row]! - largest);
      into[row] = largest + Math.log(sum);
    }
  },

  /**
   * Writes weight x derivatives by the scores of one class. p (1 - p) ignores that all classes step at once; twice
   * that bounds the matrix diag(p) - p p' (Gershgorin), and is what XGBoost takes.
   */
  derive(
    classIndex: number,
    scores: Float64Array,
    norms: Float64Array,
    target: Float64Array,
    weights: Float64Array,
    { gradients, hessians }: Derivatives,
  ): void {
    for (let row = 0; row < scores.length; row++) {
      const probability = Math.exp(scores[row]! - norms[row]!);
      gradients[row] = weights[row]! * (probability - (target[row] === classIndex ? 1 : 0));
      hessians[row] = weights[row]! * Math.max(2 * probability * (1 - probability), 1e-16);
    }
  },

  /** Loss of one row, given the score of its class and its norm. */
  ofRow: (score: number, norm: number): number => norm - score,
};

/** Probabilities of one row's raw scores; they sum to 1. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < scores.length; at++) if (scores[at]! > largest) largest = scores[at]!;
  const probabilities = new Float64Array(scores.length);
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += probabilities[at] = Math.exp(scores[at]! - largest);
  for (let at = 0; at < scores.length; at++) probabilities[at]! /= sum;
  return probabilities;
}
