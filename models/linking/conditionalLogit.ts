import { minimise } from '../numeric/lbfgs.ts';
import type { Term } from './linkerFeatures.ts';

/** One choice among options, of which one was right. */
export interface Choice {
  /** Score of each option before parameters. */
  readonly offsets: readonly number[];
  readonly options: readonly (readonly Term[])[];
  readonly right: number;
  readonly weight: number;
}

export interface Prior {
  readonly expected: number;
  readonly spread: number;
}

/** Probability of each option from its score. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - top));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

export function scoreOf(offset: number, terms: readonly Term[], parameters: ArrayLike<number>): number {
  let score = offset;
  for (const { parameter, value } of terms) score += parameters[parameter]! * value;
  return score;
}

/**
 * Conditional (McFadden) logit: P(option) is proportional to exp(offset + terms . parameters). Parameters maximise
 * the weighted likelihood under independent normal priors, so that few choices move them little.
 *
 * Source: D. McFadden (1974), Conditional logit analysis of qualitative choice behavior.
 */
export function fitConditionalLogit(
  choices: readonly Choice[],
  priors: readonly Prior[],
  signal?: AbortSignal,
): Float64Array {
  const start = Float64Array.from(priors, ({ expected }) => expected);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let j = 0; j < x.length; j++) {
      const away = (x[j]! - priors[j]!.expected) / priors[j]!.spread;
      loss += (away * away) / 2;
      gradient[j] = away / priors[j]!.spread;
    }
    for (const { offsets, options, right, weight } of choices) {
      const probabilities = softmax(options.map((terms, option) => scoreOf(offsets[option]!, terms, x)));
      loss -= weight * Math.log(Math.max(probabilities[right]!, 1e-300));
      for (const [option, terms] of options.entries()) {
        const pull = weight * (probabilities[option]! - (option === right ? 1 : 0));
        if (pull === 0) continue;
        for (const { parameter, value } of terms) gradient[parameter]! += pull * value;
      }
    }
    return loss;
  };
  const options = { tolerance: 1e-6, maximumIterations: 200 };
  return minimise(objective, start, signal === undefined ? options : { ...options, signal }).x;
}
