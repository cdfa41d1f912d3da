import { type Choice, choiceLoss } from '../conditionalLogit.ts';
import type { Fold } from '../customerFolds.ts';
import { type FittedLogit, optionScores } from '../fitLogit.ts';
import type { LinkerExample } from '../replay.ts';
import { growRanker } from './growRanker.ts';
import { type RankerData, rankerFromData } from './ranker.ts';
import { rankerFeatures } from './rankerFeatures.ts';

/** Fewer labelled calls cannot tell a forest from noise. */
const leastLabels = 300;
/** Shares of the trees' correction that are tried. */
const blends = [0.25, 0.5, 0.75, 1] as const;
/** One-sided 95 %. */
const z = 1.6448536269514722;

export interface ChosenRanker {
  readonly data: RankerData;
  /** Blended scores of each choice by models that did not see it. */
  readonly scores: readonly (readonly number[])[];
}

/**
 * Boosted trees beside the conditional logit, if they are better: the share of their correction that is added is the one
 * with the least loss out of fold, and it has to beat none at all in a paired test over customers (mean difference of the
 * losses per call, cluster-robust standard error, 95 % one-sided). undefined: the logit stands alone.
 *
 * The share is chosen on the very folds of the test, which favours the trees by little: the blends lie on a line, and
 * their losses rise and fall together.
 */
export async function chooseRanker(
  labelled: readonly LinkerExample[],
  choices: readonly Choice[],
  logit: FittedLogit,
  folds: readonly Fold[],
  signal?: AbortSignal,
): Promise<ChosenRanker | undefined> {
  if (labelled.length < leastLabels) return undefined;
  const callAt = (position: number, parameters: Float64Array) => {
    const choice = choices[position]!;
    return { example: labelled[position]!, choice, scores: optionScores(choice, parameters) };
  };
  const features = rankerFeatures.map(({ name }) => name);
  const corrections: Float64Array[] = [];
  for (const [fold, { learned, judged }] of folds.entries()) {
    const parameters = logit.withoutFold[fold]!;
    const forest = await growRanker(
      learned.map((position) => callAt(position, parameters)),
      signal,
    );
    const correct = rankerFromData({ forest, features, blend: 1 });
    for (const position of judged) {
      const { candidates, query } = labelled[position]!;
      corrections[position] = correct(candidates, query, logit.scores[position]!);
    }
  }
  const blended = (blend: number) =>
    logit.scores.map((scores, position) =>
      scores.map((score, at) => score + blend * (corrections[position]![at] ?? 0)),
    );
  const lossesOf = (scores: readonly (readonly number[])[]) =>
    scores.map((each, position) => choiceLoss(each, choices[position]!));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const alone = lossesOf(logit.scores);
  let best: { blend: number; scores: number[][]; losses: number[] } | undefined;
  for (const blend of blends) {
    const scores = blended(blend);
    const losses = lossesOf(scores);
    if (best === undefined || sum(losses) < sum(best.losses)) best = { blend, scores, losses };
  }
  const { blend, scores, losses } = best!;
  const differenceUpper = upperDifference(losses, alone, labelled);
  if (differenceUpper >= 0) return undefined;
  const forest = await growRanker(
    labelled.map((_, position) => callAt(position, logit.parameters)),
    signal,
  );
  const mean = (values: readonly number[]) => sum(values) / values.length;
  const evidence = { loss: mean(losses), logitLoss: mean(alone), differenceUpper };
  return { data: { forest, features, blend, evidence }, scores };
}

/** Upper end of the mean difference of losses; calls of one customer are one piece of evidence. */
function upperDifference(
  losses: readonly number[],
  others: readonly number[],
  calls: readonly Pick<LinkerExample, 'truth' | 'callId'>[],
): number {
  const clusters = new Map<string, number>();
  const mean = losses.reduce((sum, loss, at) => sum + loss - others[at]!, 0) / losses.length;
  for (const [at, { truth, callId }] of calls.entries()) {
    const key = truth == null ? `call ${callId}` : `customer ${truth}`;
    clusters.set(key, (clusters.get(key) ?? 0) + losses[at]! - others[at]! - mean);
  }
  let squares = 0;
  for (const deviation of clusters.values()) squares += deviation * deviation;
  return mean + (z * Math.sqrt(squares)) / losses.length;
}
