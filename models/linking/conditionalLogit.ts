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

/** Probability of each option from its score; the same to the last bit in whatever order the options come. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - top));
  const total = [...exponentials].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/** Weighted negative log-likelihood of one choice at given scores of its options. */
export function choiceLoss(
  scores: readonly number[],
  { right, weight }: Pick<Choice, 'right' | 'weight'>,
): number {
  return -weight * Math.log(Math.max(softmax(scores)[right]!, 1e-12));
}

export function scoreOf(offset: number, terms: readonly Term[], parameters: ArrayLike<number>): number {
  let score = offset;
  for (const { parameter, value } of terms) score += parameters[parameter]! * value;
  return score;
}

/**
 * Conditional (McFadden) logit: P(option) is proportional to exp(offset + terms . parameters). Parameters maximise
 * the weighted likelihood under independent normal priors, so that few choices move them little. The problem is
 * convex: `start` only saves time.
 *
 * Source: D. McFadden (1974), Conditional logit analysis of qualitative choice behavior.
 */
export function fitConditionalLogit(
  choices: readonly Choice[],
  priors: readonly Prior[],
  options: { readonly start?: Float64Array; readonly signal?: AbortSignal } = {},
): Float64Array {
  const flat = flatten(choices);
  const parameters = new Float64Array(priors.length);
  const slopes = new Float64Array(priors.length);
  // In units of the priors' spread all directions are alike, and few steps suffice.
  const objective = (z: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let j = 0; j < z.length; j++) {
      parameters[j] = priors[j]!.expected + z[j]! * priors[j]!.spread;
      loss += (z[j]! * z[j]!) / 2;
    }
    slopes.fill(0);
    loss += negativeLogLikelihood(flat, parameters, slopes);
    for (let j = 0; j < z.length; j++) gradient[j] = z[j]! + slopes[j]! * priors[j]!.spread;
    return loss;
  };
  const start = Float64Array.from(priors, ({ expected, spread }, j) =>
    options.start === undefined ? 0 : (options.start[j]! - expected) / spread,
  );
  const found = minimise(objective, start, {
    tolerance: 1e-5,
    maximumIterations: 150,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return Float64Array.from(priors, ({ expected, spread }, j) => expected + found.x[j]! * spread);
}

/** Choices in typed arrays: the inner loop runs over them some hundred times. */
interface FlatChoices {
  /** First option of choice i, one more at the end; likewise the first term of option o. */
  readonly firstOption: Int32Array;
  readonly firstTerm: Int32Array;
  readonly offsets: Float64Array;
  readonly parameter: Int32Array;
  readonly value: Float64Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

function flatten(choices: readonly Choice[]): FlatChoices {
  const optionCount = choices.reduce((sum, { options }) => sum + options.length, 0);
  const termCount = choices.reduce(
    (sum, { options }) => sum + options.reduce((n, terms) => n + terms.length, 0),
    0,
  );
  const flat: FlatChoices = {
    firstOption: new Int32Array(choices.length + 1),
    firstTerm: new Int32Array(optionCount + 1),
    offsets: new Float64Array(optionCount),
    parameter: new Int32Array(termCount),
    value: new Float64Array(termCount),
    right: Int32Array.from(choices, ({ right }) => right),
    weight: Float64Array.from(choices, ({ weight }) => weight),
  };
  let option = 0;
  let term = 0;
  for (const [at, choice] of choices.entries()) {
    for (const [position, terms] of choice.options.entries()) {
      flat.offsets[option] = choice.offsets[position]!;
      for (const { parameter, value } of terms) {
        flat.parameter[term] = parameter;
        flat.value[term++] = value;
      }
      flat.firstTerm[++option] = term;
    }
    flat.firstOption[at + 1] = option;
  }
  return flat;
}

/** Adds the gradient to `gradient`. */
function negativeLogLikelihood(flat: FlatChoices, parameters: Float64Array, gradient: Float64Array): number {
  const { firstOption, firstTerm, offsets, parameter, value, right, weight } = flat;
  const scores = new Float64Array(offsets.length);
  let loss = 0;
  for (let choice = 0; choice < right.length; choice++) {
    const first = firstOption[choice]!;
    const end = firstOption[choice + 1]!;
    let top = Number.NEGATIVE_INFINITY;
    for (let option = first; option < end; option++) {
      let score = offsets[option]!;
      for (let term = firstTerm[option]!; term < firstTerm[option + 1]!; term++) {
        score += parameters[parameter[term]!]! * value[term]!;
      }
      scores[option] = score;
      if (score > top) top = score;
    }
    let total = 0;
    for (let option = first; option < end; option++) total += Math.exp(scores[option]! - top);
    const chosen = first + right[choice]!;
    loss += weight[choice]! * (Math.log(total) + top - scores[chosen]!);
    for (let option = first; option < end; option++) {
      const probability = Math.exp(scores[option]! - top) / total;
      const pull = weight[choice]! * (probability - (option === chosen ? 1 : 0));
      if (Math.abs(pull) < 1e-12) continue;
      for (let term = firstTerm[option]!; term < firstTerm[option + 1]!; term++) {
        gradient[parameter[term]!]! += pull * value[term]!;
      }
    }
  }
  return loss;
}
