import type { MatchModel } from './matchModel.ts';
import type { PairPatterns } from './pairPatterns.ts';
import { missingLevel } from './recordComparison.ts';

export interface MatchEvidence {
  /** Levels of the candidate pairs, of which nobody knows which are matches. */
  readonly patterns: PairPatterns;
  /** Per field and level: number of ALL pairs, candidates or not. */
  readonly allPairs: readonly Float64Array[];
  readonly pairCount: number;
  /** Share of each level among matches before any was seen, per field. */
  readonly expected: readonly Float64Array[];
}

export interface MatchFit {
  readonly model: MatchModel;
  /** Penalised log-likelihood after each iteration; never decreasing. */
  readonly likelihoods: readonly number[];
}

interface FitOptions {
  readonly maximumIterations?: number;
  readonly tolerance?: number;
  /** Weight of the expected shares, in pairs. */
  readonly pseudoPairs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Estimates the model by expectation maximisation over all pairs of records: candidates are matches or not, with the
 * probabilities of the present parameters; pairs that no blocking key brought together count as non-matches. So the
 * prior is that of all pairs, and blocking does not make agreement on its keys look usual among non-matches.
 *
 * Sources: I. P. Fellegi, A. B. Sunter (1969), JASA 64, 1183-1210; W. E. Winkler (1988), Using the EM algorithm for
 * weight computation in the Fellegi-Sunter model; A. P. Dempster, N. M. Laird, D. B. Rubin (1977).
 */
export function fitMatchModel(evidence: MatchEvidence, options: FitOptions = {}): MatchFit {
  const { maximumIterations = 200, tolerance = 1e-7, pseudoPairs = 20 } = options;
  const { patterns, pairCount, expected } = evidence;
  const prior = expected.map((shares) => normalised(shares.map((share) => share + 1e-4)));
  const rest = levelsOfTheRest(evidence);
  const candidates = patterns.counts.subarray(0, patterns.size).reduce((sum, count) => sum + count, 0);
  const restPairs = Math.max(0, pairCount - candidates);
  const floor = evidence.allPairs.map((counts) => normalised(counts.map((count) => count + 0.5)));

  let model: MatchModel = {
    match: prior.map((shares) => shares.slice()),
    random: floor.map((shares) => shares.slice()),
    prior: Math.min(0.3, candidates / (2 * pairCount), 1e3 / pairCount + 1e-5),
  };
  const likelihoods: number[] = [];
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    options.signal?.throwIfAborted();
    const matched = prior.map((shares) => shares.map((share) => share * pseudoPairs));
    const other = rest.map((counts, field) =>
      counts.map((count, level) => count + 2 * floor[field]![level]!),
    );
    const step = expectation(model, patterns, matched, other);
    const likelihood =
      step.likelihood +
      restPairs * Math.log1p(-model.prior) +
      weighted(prior, model.match, pseudoPairs) +
      weighted(floor, model.random, 2) +
      weighted(rest, model.random, 1) +
      Math.log(model.prior) +
      Math.log1p(-model.prior);
    const gained = likelihood - (likelihoods.at(-1) ?? Number.NEGATIVE_INFINITY);
    likelihoods.push(likelihood);
    if (gained < tolerance * Math.max(1, candidates)) break;
    model = {
      match: matched.map(normalised),
      random: other.map(normalised),
      prior: (step.matches + 1) / (pairCount + 2),
    };
  }
  return { model, likelihoods };
}

/** Pairs at each level that are no candidates. Sampled counts may fall short of what the candidates show. */
function levelsOfTheRest({ patterns, allPairs }: MatchEvidence): Float64Array[] {
  const rest = allPairs.map((counts) => counts.slice());
  for (let pattern = 0; pattern < patterns.size; pattern++) {
    for (let field = 0; field < rest.length; field++) {
      const level = patterns.levels[pattern * patterns.fieldCount + field]!;
      if (level !== missingLevel) rest[field]![level]! -= patterns.counts[pattern]!;
    }
  }
  return rest.map((counts) => counts.map((count) => Math.max(0, count)));
}

function weighted(counts: readonly Float64Array[], shares: readonly Float64Array[], weight: number): number {
  let sum = 0;
  counts.forEach((field, index) => {
    field.forEach((count, level) => {
      if (count > 0) sum += weight * count * Math.log(shares[index]![level]!);
    });
  });
  return sum;
}

function normalised(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** Adds each candidate pattern to the counts of matches and of others by its probability. */
function expectation(
  model: MatchModel,
  patterns: PairPatterns,
  matched: readonly Float64Array[],
  other: readonly Float64Array[],
): { matches: number; likelihood: number } {
  const { fieldCount } = patterns;
  const logMatch = model.match.map((shares) => shares.map(Math.log));
  const logRandom = model.random.map((shares) => shares.map(Math.log));
  const logPrior = Math.log(model.prior);
  const logRest = Math.log1p(-model.prior);
  let matches = 0;
  let likelihood = 0;
  for (let pattern = 0; pattern < patterns.size; pattern++) {
    const start = pattern * fieldCount;
    let one = logPrior;
    let none = logRest;
    for (let field = 0; field < fieldCount; field++) {
      const level = patterns.levels[start + field]!;
      if (level === missingLevel) continue;
      one += logMatch[field]![level]!;
      none += logRandom[field]![level]!;
    }
    const probability = 1 / (1 + Math.exp(none - one));
    const count = patterns.counts[pattern]!;
    matches += count * probability;
    likelihood += count * (Math.max(one, none) + Math.log1p(Math.exp(-Math.abs(one - none))));
    for (let field = 0; field < fieldCount; field++) {
      const level = patterns.levels[start + field]!;
      if (level === missingLevel) continue;
      matched[field]![level]! += count * probability;
      other[field]![level]! += count * (1 - probability);
    }
  }
  return { matches, likelihood };
}
