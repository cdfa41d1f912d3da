import { fitConditionalLogit } from '../conditionalLogit.ts';
import type { LabelAdjustment, PairScorer } from './pairScorer.ts';

/** A pair of rows that somebody judged. */
export interface LabelledPair {
  readonly left: number;
  readonly right: number;
  readonly match: boolean;
}

/** Log-odds of a pair that somebody judged, beyond what any evidence reaches: what a person said is not undone. */
export const certainty = 1000;

/** How far a label-free weight is expected to be off: factors around 1, shift of the prior in natural logarithms. */
const factorSpread = 0.3;
const shiftSpread = 2;

/**
 * What labels say about the weights that were estimated without them: a factor for the evidence of each variable and a
 * shift of the prior, by logistic regression whose prior is the label-free model. Few labels change little; labels may
 * be chosen by the model's doubt, since only their outcome given the evidence is modelled.
 */
export function learnFromLabels(scorer: PairScorer, labels: readonly LabelledPair[]): LabelAdjustment {
  const { variables, comparison } = scorer;
  const levels = new Uint8Array(comparison.fieldCount);
  const shift = variables.length;
  const choices = labels.map(({ left, right, match }) => {
    comparison.compare(left, right, levels);
    const { offset, terms } = scorer.linear(levels, 0);
    return {
      offsets: [offset, 0],
      options: [
        [...Array.from(terms, (value, parameter) => ({ parameter, value })), { parameter: shift, value: 1 }],
        [],
      ],
      right: match ? 0 : 1,
      weight: 1,
    };
  });
  const priors = [
    ...variables.map(() => ({ expected: 1, spread: factorSpread })),
    { expected: 0, spread: shiftSpread },
  ];
  const found = fitConditionalLogit(choices, priors);
  return {
    factors: found.slice(0, shift),
    shift: found[shift]!,
    known: new Map(
      labels.map(({ left, right, match }) => [
        scorer.pairNumber(left, right),
        match ? certainty : -certainty,
      ]),
    ),
  };
}
