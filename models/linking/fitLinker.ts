import { automaticThreshold, leastLabels, type TopCandidate } from './automaticThreshold.ts';
import { type Choice, fitConditionalLogit, scoreOf, softmax } from './conditionalLogit.ts';
import type { FellegiSunterData } from './fellegiSunter.ts';
import { fitFellegiSunter } from './fitFellegiSunter.ts';
import type { LinkerData } from './linkerData.ts';
import { candidateTerms, linkerParameters, noneTerms } from './linkerFeatures.ts';
import { type LinkerModel, linkerFromData, linkProbabilities, linkScores } from './linkerModel.ts';
import { judgingLabels, type LinkerExample } from './replay.ts';
import { bestPerson } from './twins.ts';

export interface FitLinkerOptions {
  /** Largest share of automatic links that may be wrong, in (0, 1). */
  readonly wrongLinkLimit?: number;
  /** Smallest probability of the best candidate at which a person is asked. */
  readonly reviewFloor?: number;
  /** Smallest P(none) at which a caller who left evidence is taken for somebody new. */
  readonly newCustomerThreshold?: number;
  readonly folds?: number;
  /** Only the latest labelled calls are learned from: callers and clerks change. */
  readonly latestLabels?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

const uncalibrated = { slope: 1, shift: 0 };
/**
 * Labels weigh at most this much when parameters are learned: the choice of calls to label depends on what the model
 * sees, so heavier weights would correct little and let single calls decide. The threshold uses the whole weight.
 */
const heaviest = 5;

/** A labelled call as a choice among its candidates and, last, "none of them". */
function choiceOf(data: FellegiSunterData, example: LinkerExample, weight: number): Choice {
  const { candidates, query, truth } = example;
  const prior = Math.log(data.known / data.population);
  const right = candidates.findIndex(({ customerId }) => customerId === truth);
  return {
    offsets: [...candidates.map(() => prior), Math.log(1 - data.known)],
    options: [...candidates.map(({ comparison }) => candidateTerms(data, comparison)), noneTerms(query)],
    right: right < 0 ? candidates.length : right,
    weight,
  };
}

/**
 * Fits the linker of one company.
 *
 * Fellegi-Sunter parameters come from all calls. With labels, a conditional logit over candidates and "none of them"
 * starts from Fellegi and Sunter's score and moves away as labels accumulate. Calibration and the automatic threshold
 * come from folds of neighbouring calls in time, each scored by a model that did not see it; the threshold from labels
 * that somebody was asked for (see judgingLabels).
 *
 * @throws Problem not_enough_data when there is no call.
 */
export function fitLinker(input: {
  readonly examples: readonly LinkerExample[];
  readonly options?: FitLinkerOptions;
}): LinkerModel {
  const { examples, options = {} } = input;
  const { wrongLinkLimit = 0.01, reviewFloor = 0.05, newCustomerThreshold = 0.9 } = options;
  const fellegiSunter = fitFellegiSunter(
    examples,
    options.signal === undefined ? {} : { signal: options.signal },
  ).data;
  options.onProgress?.(0.2);
  const labelled = examples
    .filter(({ truth }) => truth !== undefined)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.callId < b.callId ? -1 : 1))
    .slice(-(options.latestLabels ?? 8000));
  const fitWeight = ({ weight }: LinkerExample) => Math.min(weight, heaviest);
  const meanWeight =
    labelled.reduce((sum, example) => sum + fitWeight(example), 0) / Math.max(1, labelled.length);
  const choices = labelled.map((example) =>
    choiceOf(fellegiSunter, example, fitWeight(example) / (meanWeight || 1)),
  );
  const { parameters, scores } = learnParameters(choices, options);
  options.onProgress?.(0.9);
  const calibration = calibrate(scores, choices);
  const judging = new Set(judgingLabels(labelled, leastLabels));
  const tops = scores.map((score, position) => {
    const example = labelled[position]!;
    return topOf(score, calibration, judging.has(example) ? example : { ...example, truth: undefined });
  });
  for (const example of examples) {
    if (example.truth !== undefined || labelled.length < leastLabels) continue;
    tops.push(
      topOf(
        linkScores({ fellegiSunter }, parameters, example.candidates, example.query),
        calibration,
        example,
      ),
    );
  }
  const named: Record<string, number> = {};
  for (const [at, { name, expected }] of linkerParameters.entries()) {
    if (parameters[at] !== expected) named[name] = parameters[at]!;
  }
  const data: LinkerData = {
    kind: 'linker',
    fellegiSunter,
    parameters: named,
    calibration,
    thresholds: {
      ...automaticThreshold(tops, wrongLinkLimit),
      wrongLinkLimit,
      review: reviewFloor,
      newCustomer: newCustomerThreshold,
    },
    calls: examples.length,
    labelledCalls: labelled.length,
  };
  options.onProgress?.(1);
  return linkerFromData(data);
}

/** How far labels may move the parameters, as shares of their spread; the likelihood out of fold chooses. */
const shrinkages = [0.3, 1];

interface Learned {
  readonly parameters: Float64Array;
  /** Scores of each choice by a model that did not see it; empty while there are too few labels. */
  readonly scores: readonly (readonly number[])[];
}

function learnParameters(choices: readonly Choice[], options: FitLinkerOptions): Learned {
  const stop = options.signal === undefined ? {} : { signal: options.signal };
  const folds = options.folds ?? 5;
  // Neighbours in time stay together, so that a fold is not judged by calls of the same hour.
  const foldOf = (position: number) => Math.floor((position * folds) / choices.length);
  let best: (Learned & { readonly loss: number }) | undefined;
  for (const shrinkage of choices.length < leastLabels ? shrinkages.slice(0, 1) : shrinkages) {
    const priors = linkerParameters.map(({ expected, spread }) => ({ expected, spread: spread * shrinkage }));
    const parameters = fitConditionalLogit(choices, priors, stop);
    if (choices.length < leastLabels) return { parameters, scores: [] };
    const scores: number[][] = [];
    for (let fold = 0; fold < folds; fold++) {
      const others = choices.filter((_, position) => foldOf(position) !== fold);
      const withoutFold = fitConditionalLogit(others, priors, { ...stop, start: parameters });
      for (const [position, { offsets, options: terms }] of choices.entries()) {
        if (foldOf(position) !== fold) continue;
        scores[position] = terms.map((each, at) => scoreOf(offsets[at]!, each, withoutFold));
      }
    }
    const loss = choices.reduce((sum, { right, weight }, position) => {
      return sum - weight * Math.log(Math.max(softmax(scores[position]!)[right]!, 1e-12));
    }, 0);
    if (best === undefined || loss < best.loss) best = { parameters, scores, loss };
  }
  return best!;
}

function topOf(
  scores: readonly number[],
  calibration: LinkerData['calibration'],
  { candidates, truth, weight }: LinkerExample,
): TopCandidate {
  const probabilities = linkProbabilities(scores, calibration).slice(0, -1);
  const { probability, customerIds } = bestPerson(candidates, probabilities);
  const right = truth === undefined ? undefined : truth !== null && customerIds.includes(truth);
  return { probability, right, weight };
}

/**
 * Slope and shift of candidate scores against "none", by likelihood of scores that were given out of fold; priors
 * keep them at 1 and 0 while there is little to learn from.
 */
function calibrate(
  scores: readonly (readonly number[])[],
  choices: readonly Choice[],
): LinkerData['calibration'] {
  if (scores.length === 0) return uncalibrated;
  const priors = [
    { expected: 1, spread: 0.15 },
    { expected: 0, spread: 0.3 },
  ];
  const [slope = 1, shift = 0] = fitConditionalLogit(
    scores.map((all, position) => {
      const none = all.at(-1)!;
      const options = all.slice(0, -1).map((score) => [
        { parameter: 0, value: score - none },
        { parameter: 1, value: 1 },
      ]);
      const { right, weight } = choices[position]!;
      return { offsets: all.map(() => 0), options: [...options, []], right, weight };
    }),
    priors,
  );
  return { slope: Math.max(0.05, slope), shift };
}
