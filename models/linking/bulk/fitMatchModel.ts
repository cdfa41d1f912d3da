import { pauser } from '../../pause.ts';
import type { EvidenceVariable } from './evidenceVariable.ts';
import type { MatchModel } from './matchModel.ts';
import { countStates, type PatternStates } from './patternStates.ts';
import { sharesWithinNorms } from './sharesWithinNorms.ts';
import { strangerShares } from './strangerShares.ts';

export interface MatchEvidence {
  /** The candidate pairs, of which nobody knows which are matches. */
  readonly candidates: PatternStates;
  /** Per variable and state: number of ALL pairs, candidates or not. */
  readonly allPairs: readonly Float64Array[];
  readonly pairCount: number;
  /** How many pairs each pair stands for that was drawn to count `allPairs`; 1 when all were counted. */
  readonly pairsPerDraw: number;
  readonly variables: readonly EvidenceVariable[];
}

export interface MatchFit {
  readonly model: MatchModel;
  /** Penalised log-likelihood after each iteration; never decreasing. */
  readonly likelihoods: readonly number[];
}

interface FitOptions {
  readonly maximumIterations?: number;
  readonly tolerance?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Weight of the expected shares among matches, and among strangers, in pairs. */
const pseudoMatches = 20;
const pseudoJointMatches = 200;
const pseudoOthers = 2;
/** Of fields compared jointly: weight of the expected shares among strangers, in drawn pairs and per counted pair. */
const expectedDraws = 20;
const expectedShare = 0.05;

/**
 * Estimates the model by expectation maximisation over all pairs of records: candidates are matches or not, with the
 * probabilities of the present parameters; pairs that no blocking key brought together count as non-matches. So the
 * prior is that of all pairs, and blocking does not make agreement on its keys look usual among non-matches. Names and
 * dates of matches differ at most 0.6 times as often as those of random pairs: else neighbours could pass for matches.
 *
 * Sources: I. P. Fellegi, A. B. Sunter (1969), JASA 64, 1183-1210; W. E. Winkler (1988), Using the EM algorithm for
 * weight computation in the Fellegi-Sunter model; A. P. Dempster, N. M. Laird, D. B. Rubin (1977).
 */
export async function fitMatchModel(evidence: MatchEvidence, options: FitOptions = {}): Promise<MatchFit> {
  const { maximumIterations = 200, tolerance = 1e-7 } = options;
  const { candidates, pairCount, variables } = evidence;
  const usual = variables.map((variable) => sharesWithinNorms(variable.expected, variable));
  const candidateCount = candidates.counts.reduce((sum, count) => sum + count, 0);
  const restPairs = Math.max(0, pairCount - candidateCount);
  // Sampled counts of all pairs may fall short of what the candidates show.
  const seen = countStates(candidates, variables);
  const rest = evidence.allPairs.map((counts, at) =>
    counts.map((count, state) => Math.max(0, count - seen[at]![state]!)),
  );
  const all = rest.map((counts, at) => counts.map((count, state) => count + seen[at]![state]!));
  const strangers = all.map((counts, at) => strangerCounts(counts, variables[at]!, evidence.pairsPerDraw));
  const background = all.map((counts, at) =>
    sharesWithinNorms(
      counts.map((count, state) => count + strangers[at]![state]!),
      variables[at]!,
    ),
  );
  // A single pair must not be able to vouch for a state of its own.
  const pseudo = variables.map(({ gradesOfState }) =>
    gradesOfState === undefined ? pseudoMatches : pseudoJointMatches,
  );
  const limit = background.map((shares, at) => shares[0]! * variables[at]!.mostDifferent);

  let model: MatchModel = {
    match: usual.map((shares) => shares.slice()),
    random: background.map((shares) => shares.slice()),
    prior: Math.min(0.3, candidateCount / (2 * pairCount), 1e3 / pairCount + 1e-5),
  };
  const likelihoods: number[] = [];
  const pause = pauser(options.signal);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    await pause();
    const matched = usual.map((shares, at) => shares.map((share) => share * pseudo[at]!));
    const other = rest.map((counts, at) => counts.map((count, state) => count + strangers[at]![state]!));
    const step = expectation(model, candidates, matched, other);
    const likelihood =
      step.likelihood +
      restPairs * Math.log1p(-model.prior) +
      usual.reduce((sum, shares, at) => sum + weighted([shares], [model.match[at]!], pseudo[at]!), 0) +
      weighted(strangers, model.random, 1) +
      weighted(rest, model.random, 1) +
      Math.log(model.prior) +
      Math.log1p(-model.prior);
    const gained = likelihood - (likelihoods.at(-1) ?? Number.NEGATIVE_INFINITY);
    likelihoods.push(likelihood);
    if (gained < tolerance * Math.max(1, candidateCount)) break;
    model = {
      match: matched.map((counts, at) => limited(sharesWithinNorms(counts, variables[at]!), limit[at]!)),
      random: other.map((counts, at) => sharesWithinNorms(counts, variables[at]!)),
      prior: (step.matches + 1) / (pairCount + 2),
    };
  }
  return { model, likelihoods };
}

/** The shares one expects among strangers, as so many pairs beside those that were counted. */
function strangerCounts(
  counts: Float64Array,
  variable: EvidenceVariable,
  pairsPerDraw: number,
): Float64Array {
  const totals: number[] = [];
  counts.forEach((count, state) => {
    totals[variable.norm[state]!] = (totals[variable.norm[state]!] ?? 0) + count;
  });
  const joint = variable.gradesOfState !== undefined;
  return strangerShares(counts, variable).map(
    (share, state) =>
      share *
      (joint ? expectedDraws * pairsPerDraw + expectedShare * totals[variable.norm[state]!]! : pseudoOthers),
  );
}

/** The most likely shares when the first may be at most `most`: the others share the rest in proportion. */
function limited(shares: Float64Array, most: number): Float64Array {
  const first = shares[0]!;
  if (first <= most) return shares;
  return shares.map((share, state) => (state === 0 ? most : (share * (1 - most)) / (1 - first)));
}

function weighted(counts: readonly Float64Array[], shares: readonly Float64Array[], weight: number): number {
  let sum = 0;
  counts.forEach((states, at) => {
    states.forEach((count, state) => {
      if (count > 0) sum += weight * count * Math.log(shares[at]![state]!);
    });
  });
  return sum;
}

/** Adds each candidate pattern to the counts of matches and of others by its probability. */
function expectation(
  model: MatchModel,
  { size, states, counts, variableCount }: PatternStates,
  matched: readonly Float64Array[],
  other: readonly Float64Array[],
): { matches: number; likelihood: number } {
  const logMatch = model.match.map((shares) => shares.map(Math.log));
  const logRandom = model.random.map((shares) => shares.map(Math.log));
  const logPrior = Math.log(model.prior);
  const logRest = Math.log1p(-model.prior);
  let matches = 0;
  let likelihood = 0;
  for (let pattern = 0; pattern < size; pattern++) {
    const start = pattern * variableCount;
    let one = logPrior;
    let none = logRest;
    for (let variable = 0; variable < variableCount; variable++) {
      const state = states[start + variable]!;
      if (state < 0) continue;
      one += logMatch[variable]![state]!;
      none += logRandom[variable]![state]!;
    }
    const probability = 1 / (1 + Math.exp(none - one));
    const count = counts[pattern]!;
    matches += count * probability;
    likelihood += count * (Math.max(one, none) + Math.log1p(Math.exp(-Math.abs(one - none))));
    for (let variable = 0; variable < variableCount; variable++) {
      const state = states[start + variable]!;
      if (state < 0) continue;
      matched[variable]![state]! += count * probability;
      other[variable]![state]! += count * (1 - probability);
    }
  }
  return { matches, likelihood };
}
