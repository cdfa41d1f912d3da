import { Problem } from '../../base/problem.ts';
import { comparisonFields } from './comparisonFields.ts';
import { expectedFellegiSunter, type FellegiSunterData, matchWeight, posterior } from './fellegiSunter.ts';
import type { LinkerExample } from './replay.ts';

export interface FitFellegiSunterOptions {
  readonly maximumIterations?: number;
  /** Stop when an iteration gains less than this per call. */
  readonly tolerance?: number;
  /** Weight of the expected distributions, in calls. */
  readonly pseudoCalls?: number;
  readonly signal?: AbortSignal;
}

export interface FellegiSunterFit {
  readonly data: FellegiSunterData;
  /** Penalised log-likelihood after each iteration; never decreasing. */
  readonly likelihoods: readonly number[];
}

/** Adds each comparison's levels to per-field, per-level counts. */
function countLevels(counts: number[][], levels: readonly number[], weight: number): void {
  for (let field = 0; field < counts.length; field++) {
    const level = levels[field]!;
    if (level >= 0) counts[field]![level]! += weight;
  }
}

const shares = (counts: readonly number[]): number[] => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
};

const pseudo = (expected: readonly (readonly number[])[], calls: number) =>
  expected.map((field) => field.map((share) => share * calls));

/**
 * Estimates a Fellegi-Sunter model from calls nobody labelled; labelled ones count as what they are.
 *
 * P(level | random customer) is counted over the background comparisons, P(level | the caller) and the share of
 * known callers come from expectation maximisation over per-call mixtures: a caller is one of `population` equally
 * likely customers, or somebody else. Both are drawn to expected values as if `pseudoCalls` calls had shown them.
 * Sources: I. P. Fellegi, A. B. Sunter (1969), JASA 64, 1183-1210; W. E. Winkler (1988), Using the EM algorithm for
 * weight computation in the Fellegi-Sunter model; T. Enamorado, B. Fifield, K. Imai (2019), APSR 113, 353-371.
 *
 * @throws Problem not_enough_data when there is no call.
 */
export function fitFellegiSunter(
  examples: readonly LinkerExample[],
  options: FitFellegiSunterOptions = {},
): FellegiSunterFit {
  const { maximumIterations = 200, tolerance = 1e-6, pseudoCalls = 20 } = options;
  if (examples.length === 0) {
    throw new Problem('not_enough_data', 'There are no calls to estimate the linking of calls from.', {
      remedy: 'Import calls, then train again.',
    });
  }
  const population = populationOf(examples);
  const start = expectedFellegiSunter(population);
  const random = pseudo(start.random, pseudoCalls);
  for (const example of examples) {
    for (const comparison of example.background ?? []) countLevels(random, comparison.levels, 1);
  }
  let data: FellegiSunterData = { ...start, random: random.map(shares) };
  const likelihoods: number[] = [];
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    options.signal?.throwIfAborted();
    const { next, likelihood } = improve(data, examples, start, pseudoCalls);
    const gained = likelihood - (likelihoods.at(-1) ?? Number.NEGATIVE_INFINITY);
    likelihoods.push(likelihood);
    if (gained < tolerance * examples.length) break;
    data = next;
  }
  return { data, likelihoods };
}

/** Most customers there were at any of the calls; at least 1. */
export function populationOf(examples: readonly LinkerExample[]): number {
  return examples.reduce(
    (most, { population, candidates }) => Math.max(most, population ?? candidates.length),
    1,
  );
}

/** One step of expectation maximisation: better parameters, and the penalised likelihood of the present ones. */
function improve(
  data: FellegiSunterData,
  examples: readonly LinkerExample[],
  start: FellegiSunterData,
  pseudoCalls: number,
): { next: FellegiSunterData; likelihood: number } {
  const counts = pseudo(start.match, pseudoCalls);
  let known = start.known * pseudoCalls;
  let likelihood =
    pseudoCalls * (start.known * Math.log(data.known) + (1 - start.known) * Math.log(1 - data.known));
  for (const [field, { expectedMatch }] of comparisonFields.entries()) {
    for (const [level, share] of expectedMatch.entries()) {
      likelihood += pseudoCalls * share * Math.log(data.match[field]![level]!);
    }
  }
  for (const { candidates, truth } of examples) {
    const weights = candidates.map(({ comparison }) => matchWeight(data, comparison));
    if (truth === undefined) {
      const { each, none } = posterior(data, weights);
      known += 1 - none;
      likelihood += Math.log(1 - data.known) - Math.log(none);
      for (const [at, { comparison }] of candidates.entries())
        countLevels(counts, comparison.levels, each[at]!);
      continue;
    }
    const right = candidates.findIndex(({ customerId }) => customerId === truth);
    if (right >= 0) {
      known += 1;
      likelihood += weights[right]! + Math.log(data.known / data.population);
      countLevels(counts, candidates[right]!.comparison.levels, 1);
    } else likelihood += Math.log(1 - data.known);
  }
  return {
    next: { ...data, match: counts.map(shares), known: known / (examples.length + pseudoCalls) },
    likelihood,
  };
}
