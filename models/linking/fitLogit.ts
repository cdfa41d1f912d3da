import { type Choice, choiceLoss, fitConditionalLogit, scoreOf } from './conditionalLogit.ts';
import type { Fold } from './customerFolds.ts';
import { linkerParameters } from './linkerFeatures.ts';

/** How far labels may move the parameters, as shares of their spread; the likelihood out of fold chooses. */
const shrinkages = [0.3, 1] as const;

export interface FittedLogit {
  readonly parameters: Float64Array;
  /** Per fold the parameters learned without it. */
  readonly withoutFold: readonly Float64Array[];
  /** Scores of each choice's options by the parameters that did not see it; empty without folds. */
  readonly scores: readonly (readonly number[])[];
}

/** @param folds none: too few labels to choose by; they move the parameters little */
export function fitLogit(
  choices: readonly Choice[],
  folds: readonly Fold[],
  signal: AbortSignal | undefined,
): FittedLogit {
  const stop = signal === undefined ? {} : { signal };
  let best: (FittedLogit & { readonly loss: number }) | undefined;
  for (const shrinkage of folds.length === 0 ? shrinkages.slice(0, 1) : shrinkages) {
    const priors = linkerParameters.map(({ expected, spread }) => ({ expected, spread: spread * shrinkage }));
    const parameters = fitConditionalLogit(choices, priors, stop);
    const withoutFold = folds.map(({ learned }) =>
      fitConditionalLogit(
        learned.map((position) => choices[position]!),
        priors,
        { ...stop, start: parameters },
      ),
    );
    const scores: number[][] = [];
    for (const [fold, { judged }] of folds.entries())
      for (const position of judged) scores[position] = optionScores(choices[position]!, withoutFold[fold]!);
    const loss = scores.reduce((sum, each, position) => sum + choiceLoss(each, choices[position]!), 0);
    if (best === undefined || loss < best.loss) best = { parameters, withoutFold, scores, loss };
  }
  return best!;
}

/** Scores of a choice's options. */
export function optionScores({ offsets, options }: Choice, parameters: ArrayLike<number>): number[] {
  return options.map((terms, at) => scoreOf(offsets[at]!, terms, parameters));
}
