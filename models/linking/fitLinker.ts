import { auditSample } from './auditSample.ts';
import { automaticThreshold } from './automaticThreshold.ts';
import { calibrateLinker } from './calibrateLinker.ts';
import { customerFolds } from './customerFolds.ts';
import { exactEvidence } from './exactEvidence.ts';
import { fitFellegiSunter, populationOf } from './fitFellegiSunter.ts';
import { fitLogit } from './fitLogit.ts';
import { linkable } from './linkable.ts';
import { linkerChoices } from './linkerChoices.ts';
import type { LinkerData } from './linkerData.ts';
import { linkerParameters } from './linkerFeatures.ts';
import { type LinkerModel, linkerFromData, linkProbabilities } from './linkerModel.ts';
import { proofLabels } from './proofLabels.ts';
import { chooseRanker } from './ranker/chooseRanker.ts';
import type { LinkerExample } from './replay.ts';
import { bestPerson } from './twins.ts';

export interface FitLinkerOptions {
  /** Largest share of automatic links that may be wrong, in (0, 1). Default 0.01. */
  readonly wrongLinkLimit?: number;
  /** Smallest probability of the best candidate at which a person is asked. */
  readonly reviewFloor?: number;
  /** Smallest P(none) at which a caller who left evidence is taken for somebody new. */
  readonly newCustomerThreshold?: number;
  readonly folds?: number;
  /** Only the latest labelled calls are learned from: callers and clerks change. */
  readonly latestLabels?: number;
  /** false: the conditional logit alone. Default true: trees beside it where they prove better. */
  readonly ranker?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}

/** Labelled calls below which nothing is chosen out of fold. */
const leastLabels = 50;
const uncalibrated = { slope: 1, shift: 0 };
/** No threshold: what is fitted before one is sought. */
const undecided = {
  automatic: 2,
  rule: 'exact_evidence',
  wrongLinkRate: 0,
  wrongLinkUpperBound: null,
} as const;

/**
 * Fits the linker of one company.
 *
 * Fellegi-Sunter parameters come from all calls. With labels, a conditional logit over candidates and "none of them"
 * starts from Fellegi and Sunter's score and moves away as labels accumulate; boosted trees correct it as far as they
 * prove better (see ranker/chooseRanker.ts). All of this, and calibration, is chosen out of fold, by customers and time.
 *
 * The automatic threshold comes from audited calls (auditSample.ts), each with the probability it was given by the
 * parameters that were learned without its time and its customer: all labels teach, and all of them that were drawn at
 * random prove (cross-conformal risk control: V. Vovk (2015), Annals of Mathematics and AI 74, 9-28, for sets; K. Cohen,
 * S. Park, O. Simeone and S. Shamai (2024), arXiv 2401.11974, for risks). The model in force has learned from more calls
 * than each of those; what holds for them holds for it but for chance in how it is fitted. Not free of the call are the
 * Fellegi-Sunter shares (averages over all calls), two numbers of calibration and the choice of shrinkage and blend, so the
 * confidence is not exact; simulations keep the limit (examples/linking-study.ts).
 *
 * @throws Problem not_enough_data when there is no call.
 */
export async function fitLinker(input: {
  readonly examples: readonly LinkerExample[];
  readonly options?: FitLinkerOptions;
}): Promise<LinkerModel> {
  const { examples, options = {} } = input;
  const { wrongLinkLimit = 0.01, reviewFloor = 0.05, newCustomerThreshold = 0.9, signal } = options;
  const labelled = examples
    .filter(({ truth }) => truth !== undefined)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.callId < b.callId ? -1 : 1))
    .slice(-(options.latestLabels ?? 8000));
  const population = populationOf(examples);

  const fellegiSunter = fitFellegiSunter(examples, signal === undefined ? {} : { signal }).data;
  options.onProgress?.(0.2);
  const choices = linkerChoices(fellegiSunter, labelled);
  const folds = labelled.length < leastLabels ? [] : customerFolds(labelled, options.folds ?? 5);
  const logit = fitLogit(choices, folds, signal);
  options.onProgress?.(0.6);
  const ranker =
    options.ranker === false ? undefined : await chooseRanker(labelled, choices, logit, folds, signal);
  options.onProgress?.(0.9);
  const named: Record<string, number> = {};
  for (const [at, { name, expected }] of linkerParameters.entries()) {
    if (logit.parameters[at] !== expected) named[name] = logit.parameters[at]!;
  }
  const scores = ranker?.scores ?? logit.scores;
  const policy = { wrongLinkLimit, review: reviewFloor, newCustomer: newCustomerThreshold };
  const data: LinkerData = {
    kind: 'linker',
    fellegiSunter,
    parameters: named,
    ...(ranker === undefined ? {} : { ranker: ranker.data }),
    calibration: scores.length === 0 ? uncalibrated : calibrateLinker(scores, choices),
    thresholds: { ...undecided, ...policy },
    calls: examples.length,
    labelledCalls: labelled.length,
  };
  const audited = folds.length === 0 ? [] : auditSample(labelled, population);
  const model = linkerFromData(data);
  const positions = new Map(labelled.map((example, position) => [example, position]));
  /** What would be answered by parameters that did not learn from the call. */
  const judged = (example: LinkerExample) => {
    const { candidates, query } = example;
    const position = positions.get(example);
    const all =
      position === undefined
        ? model.probabilities(candidates, query)
        : linkProbabilities(scores[position]!, data.calibration);
    const { probability, customerIds } = bestPerson(candidates, all.slice(0, -1));
    const found = exactEvidence(candidates);
    const exact =
      found !== undefined && customerIds.includes(found.customerId) && probability >= 1 - wrongLinkLimit;
    return { probability, customerIds, exact };
  };
  const thresholds = automaticThreshold({
    audited: audited.map((example) => {
      const { probability, customerIds, exact } = judged(example);
      return { probability, exact, right: example.truth != null && customerIds.includes(example.truth) };
    }),
    // Without a proof in sight no threshold is sought, and none has to be placed.
    pilot:
      audited.length < proofLabels(wrongLinkLimit)
        ? []
        : examples.filter(({ candidates, query }) => linkable(candidates, query, population)).map(judged),
    limit: wrongLinkLimit,
  });
  options.onProgress?.(1);
  return linkerFromData({ ...data, thresholds: { ...thresholds, ...policy } });
}
