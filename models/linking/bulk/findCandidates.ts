import { seededRandom } from '../../../base/random.ts';
import { sharedFloat64, sharedInt32From } from '../../numeric/sharedArrays.ts';
import { sigmoid } from '../../numeric/sigmoid.ts';
import { pauser } from '../../pause.ts';
import { drawnPairs } from './backgroundStates.ts';
import { type BlockingAtom, blockingAtoms } from './blockingAtoms.ts';
import type { BlockingPass } from './candidatePairs.ts';
import {
  chooseKeys,
  type JudgedKey,
  type KeyChoice,
  type ProbableMatches,
  possibleKeys,
} from './chooseKeys.ts';
import type { ComparisonPlan } from './comparisonPlan.ts';
import type { Crew } from './crew.ts';
import { evidenceVariables } from './evidenceVariable.ts';
import type { FieldValues } from './fieldValues.ts';
import { fitMatchModel } from './fitMatchModel.ts';
import { pairCount } from './pairCount.ts';
import { PairPatterns } from './pairPatterns.ts';
import { PairScorer } from './pairScorer.ts';
import { patternStates } from './patternStates.ts';
import { RecordComparison } from './recordComparison.ts';

/** Up to this many pairs every pair is a candidate. */
export const comparedWithoutKeys = 600_000;
/** Probable matches that keys are judged by. */
const judgedMatches = 8_000;
/** Pairs that one job compares. */
const pairsPerJob = 50_000;

interface Watch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (share: number) => void;
}

/** How many candidate pairs may be compared. */
export const candidateBudget = (rowCount: number): number =>
  Math.max(25 * rowCount, Math.min(200 * rowCount, 10_000_000));

/** A key that was chosen, as people read it. */
export interface DescribedKey extends KeyChoice {
  readonly name: string;
}

/** Hands out what keys are made of. @returns their names */
export function layOutKeys(crew: Crew, fields: readonly FieldValues[]): string[] {
  const atoms: BlockingAtom[] = blockingAtoms(fields);
  crew.hand({ atoms });
  return possibleKeys(atoms).map(({ name }) => name);
}

/**
 * Chooses blocking keys on these very records, without labels.
 * @param names of the possible keys
 * @param allPairs state counts over all pairs (backgroundStates.ts)
 */
export async function findCandidates(
  crew: Crew,
  names: readonly string[],
  plan: ComparisonPlan,
  allPairs: readonly Float64Array[],
  { signal, onProgress }: Watch,
): Promise<DescribedKey[]> {
  const { rowCount } = plan;
  const most = Math.max(2000, Math.min(10_000, Math.floor(1_500_000 / names.length)));
  const found = new Set<number>();
  const costs: Float64Array[] = [];
  await crew.run(
    'rarePairs',
    names.map((_, key) => ({ key, most })),
    (brought, key) => {
      for (const pair of brought.found) found.add(pair);
      costs.push(brought.pairs);
      onProgress((0.4 * key) / names.length);
    },
  );
  const matches = await probableMatches(crew, plan, Float64Array.from(found).sort(), allPairs, signal);
  onProgress(0.5);
  const judged: JudgedKey[] = [];
  const { lefts, rights } = matches;
  await crew.run(
    'foundByKey',
    names.map((_, key) => ({ key, lefts, rights })),
    (matched, key) => {
      judged.push({ pairs: costs[key]!, found: matched });
      onProgress(0.5 + (0.4 * judged.length) / names.length);
    },
  );
  const chosen = await chooseKeys(judged, matches, rowCount, candidateBudget(rowCount), pauser(signal));
  return chosen.map((choice) => ({ ...choice, name: names[choice.key]! }));
}

/** Hands out the candidates that the keys bring. */
export async function layOutCandidates(
  crew: Crew,
  { rowCount, leftCount }: ComparisonPlan,
  keys: readonly KeyChoice[] | 'all pairs',
): Promise<void> {
  if (keys === 'all pairs') {
    crew.hand({ passes: { rowCount, leftCount, passes: keys } });
    return;
  }
  const passes: BlockingPass[] = [];
  await crew.run('blockingPass', keys, (pass) => passes.push(pass));
  crew.hand({ passes: { rowCount, leftCount, passes } });
}

/** The pairs that a first model, learned from just these, takes for matches. */
async function probableMatches(
  crew: Crew,
  plan: ComparisonPlan,
  pairs: Float64Array,
  allPairs: readonly Float64Array[],
  signal: AbortSignal | undefined,
): Promise<ProbableMatches> {
  const patterns = new PairPatterns(plan.fields.length);
  const patternOf = new Int32Array(pairs.length);
  const jobs = Array.from({ length: Math.ceil(pairs.length / pairsPerJob) }, (_, job) => ({
    pairs: pairs.slice(job * pairsPerJob, (job + 1) * pairsPerJob),
  }));
  await crew.run('patternsOfPairs', jobs, (part, job) => {
    const numbers = patterns.merge(part);
    part.patternOf.forEach((pattern, at) => {
      patternOf[job * pairsPerJob + at] = numbers[pattern]!;
    });
  });
  const total = pairCount(plan.rowCount, plan.leftCount);
  const variables = evidenceVariables(plan.fields);
  const { model } = await fitMatchModel(
    {
      candidates: patternStates(patterns, variables),
      allPairs,
      pairCount: total,
      pairsPerDraw: total / drawnPairs(total),
      variables,
    },
    { signal },
  );
  const logOdds = new PairScorer(new RecordComparison(plan), model).ofPatterns(patterns);
  const probable: number[] = [];
  patternOf.forEach((pattern, at) => {
    if (logOdds[pattern]! > 0) probable.push(at);
  });
  const sample =
    probable.length > judgedMatches ? seededRandom(12).shuffle(probable).slice(0, judgedMatches) : probable;
  const probabilities = sharedFloat64(sample.length);
  probabilities.set(sample.map((at) => sigmoid(logOdds[patternOf[at]!]!)));
  return {
    lefts: sharedInt32From(sample.map((at) => Math.floor(pairs[at]! / plan.rowCount))),
    rights: sharedInt32From(sample.map((at) => pairs[at]! % plan.rowCount)),
    probabilities,
  };
}
