import { pauser } from '../../pause.ts';
import type { EvidenceVariable } from './evidenceVariable.ts';
import { expectation } from './expectation.ts';
import { expectedAtHome, tellsHouseholdsApart } from './householdClass.ts';
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
 * Where records can tell them apart, different people of one household are a third class: they agree on what a household
 * shares about as matches do, on given names and dates as strangers do. With two classes they would be taken for matches,
 * being more alike than anything else that is not one. The class is there only if the posterior density is greater with
 * it, shares that are as expected costing nothing: else it would take the few matches whose name and date are both wrong.
 *
 * Sources: I. P. Fellegi, A. B. Sunter (1969), JASA 64, 1183-1210; W. E. Winkler (1988), Using the EM algorithm for
 * weight computation in the Fellegi-Sunter model; A. P. Dempster, N. M. Laird, D. B. Rubin (1977); of the third class,
 * M. D. Larsen, D. B. Rubin (2001), Iterative automated record linkage using mixture models, JASA 96, 32-41.
 */
export async function fitMatchModel(evidence: MatchEvidence, options: FitOptions = {}): Promise<MatchFit> {
  const start = expectations(evidence);
  const alone = await maximise(start, undefined, options);
  if (!tellsHouseholdsApart(evidence.variables)) return alone;
  const households = await maximise(start, homesOf(start), options);
  return posterior(households) > posterior(alone) ? households : alone;
}

const posterior = ({ likelihoods }: MatchFit): number => likelihoods.at(-1)!;

/** What is known before the first iteration; shares per variable and state. */
interface Expectations extends MatchEvidence {
  readonly candidateCount: number;
  /** Pairs that are no candidates. */
  readonly rest: readonly Float64Array[];
  /** Shares among matches, and the weight they are given, in pairs. */
  readonly usual: readonly Float64Array[];
  readonly pseudo: readonly number[];
  /** Pairs of strangers beside those that were counted, and the shares of them and of all pairs together. */
  readonly strangers: readonly Float64Array[];
  readonly background: readonly Float64Array[];
}

function expectations(evidence: MatchEvidence): Expectations {
  const { candidates, variables } = evidence;
  // Sampled counts of all pairs may fall short of what the candidates show.
  const seen = countStates(candidates, variables);
  const rest = evidence.allPairs.map((counts, at) =>
    counts.map((count, state) => Math.max(0, count - seen[at]![state]!)),
  );
  const all = rest.map((counts, at) => counts.map((count, state) => count + seen[at]![state]!));
  const strangers = all.map((counts, at) => strangerCounts(counts, variables[at]!, evidence.pairsPerDraw));
  return {
    ...evidence,
    candidateCount: candidates.counts.reduce((sum, count) => sum + count, 0),
    rest,
    usual: variables.map((variable) => sharesWithinNorms(variable.expected, variable)),
    // A single pair must not be able to vouch for a state of its own.
    pseudo: variables.map(({ gradesOfState }) =>
      gradesOfState === undefined ? pseudoMatches : pseudoJointMatches,
    ),
    strangers,
    background: all.map((counts, at) =>
      sharesWithinNorms(
        counts.map((count, state) => count + strangers[at]![state]!),
        variables[at]!,
      ),
    ),
  };
}

/** Shares to expect in households; undefined where members are as strangers. */
const homesOf = ({ variables, usual, background }: Expectations): (Float64Array | undefined)[] =>
  variables.map((variable, at) => expectedAtHome(variable, usual[at]!, background[at]!));

/** @param homes see homesOf; undefined: without the class of households */
async function maximise(
  start: Expectations,
  homes: readonly (Float64Array | undefined)[] | undefined,
  { maximumIterations = 200, tolerance = 1e-7, signal }: FitOptions,
): Promise<MatchFit> {
  const { candidates, candidateCount, pairCount, variables, rest, usual, pseudo, strangers, background } =
    start;
  const restPairs = Math.max(0, pairCount - candidateCount);
  const limit = background.map((shares, at) => shares[0]! * variables[at]!.mostDifferent);
  const shares = (counts: readonly Float64Array[]) =>
    counts.map((states, at) => sharesWithinNorms(states, variables[at]!));
  const prior = Math.min(0.3, candidateCount / (2 * pairCount), 1e3 / pairCount + 1e-5);
  const homely = homes?.map((home, at) => home ?? background[at]!);
  let model: MatchModel = {
    match: usual,
    random: background,
    prior,
    household: homely && { states: homely, share: prior },
  };
  // Departing from the shares that are expected in households costs, expecting them does not.
  const mostExpected = homely && homes ? weighted(homes, homely, pseudo) : 0;
  const likelihoods: number[] = [];
  const pause = pauser(signal);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    await pause();
    const matched = usual.map((expected, at) => expected.map((share) => share * pseudo[at]!));
    const other = rest.map((counts, at) => counts.map((count, state) => count + strangers[at]![state]!));
    // What tells people apart is one table of strangers and households.
    const atHome = homes?.map((home, at) => home?.map((share) => share * pseudo[at]!) ?? other[at]!);
    const step = expectation(model, candidates, matched, atHome, other);
    const { household } = model;
    const penalised =
      step.likelihood +
      restPairs * (Math.log1p(-model.prior) + Math.log1p(-(household?.share ?? 0))) +
      weighted(usual, model.match, pseudo) +
      weighted(strangers, model.random) +
      weighted(rest, model.random) +
      logPrior(model.prior) +
      (household === undefined || homes === undefined
        ? 0
        : logPrior(household.share) + weighted(homes, household.states, pseudo) - mostExpected);
    const gained = penalised - (likelihoods.at(-1) ?? Number.NEGATIVE_INFINITY);
    likelihoods.push(penalised);
    if (gained < tolerance * Math.max(1, candidateCount)) break;
    model = {
      match: shares(matched).map((states, at) => limited(states, limit[at]!)),
      random: shares(other),
      prior: (step.matches + 1) / (pairCount + 2),
      household: atHome && {
        states: shares(atHome),
        share: (step.households + 1) / (pairCount - step.matches + 2),
      },
    };
  }
  return { model, likelihoods };
}

/** Logarithm of the density of a share that is expected to have one pair more on both sides, up to a constant. */
const logPrior = (share: number): number => Math.log(share) + Math.log1p(-share);

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

/** Sum of counts times logarithms of shares. */
function weighted(
  counts: readonly (Float64Array | undefined)[],
  shares: readonly Float64Array[],
  weights?: readonly number[],
): number {
  let sum = 0;
  counts.forEach((states, at) => {
    states?.forEach((count, state) => {
      if (count > 0) sum += (weights?.[at] ?? 1) * count * Math.log(shares[at]![state]!);
    });
  });
  return sum;
}
