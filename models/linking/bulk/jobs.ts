import { seededRandom } from '../../../base/random.ts';
import type { BlockingAtom } from './blockingAtoms.ts';
import type { BlockingKey } from './blockingKey.ts';
import {
  type BlockingPass,
  type BlockingPasses,
  blockingPass,
  CandidatePairs,
  type PairPart,
} from './candidatePairs.ts';
import { foundByKey, type KeyChoice, possibleKeys } from './chooseKeys.ts';
import type { ComparisonPlan } from './comparisonPlan.ts';
import { type EvidenceVariable, evidenceVariables } from './evidenceVariable.ts';
import type { FieldKind } from './fieldKind.ts';
import type { MatchModel } from './matchModel.ts';
import { normalForms } from './normalForm.ts';
import { type CountedPatterns, PairPatterns } from './pairPatterns.ts';
import { type LabelAdjustment, PairScorer } from './pairScorer.ts';
import { statesOfRandomPairs } from './randomPairs.ts';
import { type RarePairs, rarePairs } from './rarePairs.ts';
import { RecordComparison } from './recordComparison.ts';
import { ScoredPairs, type ScoredPairsData } from './scoredPairs.ts';

/** What jobs work with: plain data, the large arrays on shared memory. Later jobs need what was handed out later. */
export interface Tools {
  readonly comparison?: ComparisonPlan;
  readonly atoms?: readonly BlockingAtom[];
  readonly passes?: BlockingPasses;
  readonly scoring?: { readonly model: MatchModel; readonly adjustment: LabelAdjustment | undefined };
}

/** A worker's place: the tools it was handed, put together once. */
export class Workplace {
  #comparison: RecordComparison | undefined;
  #variables: readonly EvidenceVariable[] = [];
  #keys: readonly BlockingKey[] = [];
  #candidates: CandidatePairs | undefined;
  #scorer: PairScorer | undefined;

  hand({ comparison, atoms, passes, scoring }: Tools): void {
    if (comparison !== undefined) {
      this.#comparison = new RecordComparison(comparison);
      this.#variables = evidenceVariables(comparison.fields);
    }
    if (atoms !== undefined) this.#keys = possibleKeys(atoms);
    if (passes !== undefined) this.#candidates = new CandidatePairs(passes);
    if (scoring !== undefined)
      this.#scorer = new PairScorer(this.comparison, scoring.model, scoring.adjustment);
  }

  get comparison(): RecordComparison {
    return handed(this.#comparison);
  }

  get variables(): readonly EvidenceVariable[] {
    return this.#variables;
  }

  get candidates(): CandidatePairs {
    return handed(this.#candidates);
  }

  get scorer(): PairScorer {
    return handed(this.#scorer);
  }

  key(number: number): BlockingKey {
    return handed(this.#keys[number]);
  }
}

function handed<T>(tool: T | undefined): T {
  if (tool === undefined) throw new Error('a job of record linkage was run before its tools were handed out');
  return tool;
}

/**
 * Log-odds below which pairs are forgotten: a probability of 0.03, or 0.001 where records are so few that all pairs are
 * compared: people can look at more of the pairs there.
 */
const leastLogOdds = -3.5;
const leastLogOddsOfFew = -7;

/** What threads do for record linkage. Input and result are plain data; the result depends on nothing else. */
export const jobs = {
  normalForms: (
    _: Workplace,
    input: { readonly kind: FieldKind; readonly words: readonly string[]; readonly region: string },
  ): (string | null)[] => normalForms(input.kind, input.words, input.region),

  drawPairs: (place: Workplace, input: { readonly seed: number; readonly draws: number }): Float64Array[] =>
    statesOfRandomPairs(place.comparison, place.variables, seededRandom(input.seed), input.draws),

  rarePairs(place: Workplace, input: { readonly key: number; readonly most: number }): RarePairs {
    const { rowCount, leftCount } = place.comparison.plan;
    return rarePairs(place.key(input.key), input.key, rowCount, leftCount, input.most);
  },

  foundByKey(
    place: Workplace,
    input: { readonly key: number; readonly lefts: Int32Array; readonly rights: Int32Array },
  ): Uint8Array {
    return foundByKey(place.key(input.key), input, place.comparison.plan.rowCount);
  },

  blockingPass(place: Workplace, { key, largestBlock }: KeyChoice): BlockingPass {
    const { rowCount, leftCount } = place.comparison.plan;
    return blockingPass({ key: place.key(key), largestBlock }, rowCount, leftCount);
  },

  /** Patterns of pairs (left row * rowCount + right row), and the pattern of each. */
  patternsOfPairs(
    place: Workplace,
    input: { readonly pairs: Float64Array },
  ): CountedPatterns & { readonly patternOf: Int32Array } {
    const { comparison } = place;
    const { rowCount } = comparison.plan;
    const patterns = new PairPatterns(comparison.fieldCount);
    const levels = new Uint8Array(comparison.fieldCount);
    const patternOf = Int32Array.from(input.pairs, (pair) => {
      comparison.compare(Math.floor(pair / rowCount), pair % rowCount, levels);
      return patterns.add(levels);
    });
    return { ...patterns.counted(), patternOf };
  },

  /** Patterns of a part of the candidates, each pair counted `thinning` times. */
  patternsOfPart(
    { comparison, candidates }: Workplace,
    input: { readonly part: PairPart; readonly thinning: number },
  ): CountedPatterns {
    const patterns = new PairPatterns(comparison.fieldCount);
    const levels = new Uint8Array(comparison.fieldCount);
    candidates.visit(input.part, input.thinning, (a, b) => {
      comparison.compare(a, b, levels);
      patterns.add(levels, 0, input.thinning);
    });
    return patterns.counted();
  },

  /** The pairs of a part that are not hopeless. */
  scorePart(
    { candidates, scorer }: Workplace,
    input: { readonly part: PairPart },
  ): ScoredPairsData & { readonly compared: number } {
    const pairs = new ScoredPairs();
    const least = candidates.everything ? leastLogOddsOfFew : leastLogOdds;
    let compared = 0;
    candidates.visit(input.part, 1, (a, b) => {
      compared++;
      const score = scorer.logOdds(a, b);
      if (score > least) pairs.add(a, b, score);
    });
    return { ...pairs.data(), compared };
  },
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[1];
export type JobResult<Name extends JobName> = ReturnType<Jobs[Name]>;
