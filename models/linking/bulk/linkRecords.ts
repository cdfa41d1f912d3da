import { Problem } from '../../../base/problem.ts';
import { CandidatePairs, type ChosenKey } from './candidatePairs.ts';
import { canonicalOrder } from './canonicalOrder.ts';
import { type DecidedPair, decidePairs } from './decidePairs.ts';
import { estimateCompleteness } from './estimateCompleteness.ts';
import { explainPair, type PairExplanation } from './explainPair.ts';
import type { ColumnPlan } from './fieldKind.ts';
import { fieldValues } from './fieldValues.ts';
import { candidateBudget, comparedWithoutKeys, findCandidates } from './findCandidates.ts';
import type { LabelledPair } from './learnFromLabels.ts';
import { type KindOverrides, mapColumns } from './mapColumns.ts';
import { pairCount } from './pairCount.ts';
import { RecordComparison } from './recordComparison.ts';
import type { RecordTable } from './recordTable.ts';
import { backgroundStates, scoreCandidates } from './scoreCandidates.ts';

export interface LinkOptions {
  /** What columns hold, where the rules of mapColumns.ts guess wrong. */
  readonly kinds?: KindOverrides;
  /** ISO 3166 region of phone numbers without a country code. */
  readonly region?: string;
  /** Two files: each record has at most one partner. Absent: judged by the records. */
  readonly oneToOne?: boolean | undefined;
  /** Pairs of rows that somebody judged: the weights learn from them, and these pairs are decided as they say. */
  readonly labels?: readonly LabelledPair[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (share: number, doing: string) => void;
}

export interface LinkedRecords {
  readonly plan: ColumnPlan;
  readonly keys: readonly { readonly name: string; readonly largestBlock: number }[];
  readonly candidateCount: number;
  /** Estimated share of the true matches that are candidates. */
  readonly estimatedCompleteness: number;
  /** Log-likelihood of the model after each iteration. */
  readonly likelihoods: readonly number[];
  /** Linked pairs, and others that are not impossible; `left` and `right` are rows of the table. */
  readonly pairs: readonly DecidedPair[];
  /** Cluster of each row of the table, when one file was freed of duplicates. */
  readonly clusters: Int32Array | undefined;
  readonly oneToOne: boolean;
  /** Log-odds that two rows are of one entity. */
  logOdds(a: number, b: number): number;
  explain(a: number, b: number): PairExplanation;
  /** Whether two rows were compared. */
  isCandidate(a: number, b: number): boolean;
}

/**
 * Links the records of two files, or finds the duplicates of one: fields, blocking keys, weights, prior and decisions
 * all come from the records themselves, without labels. Independent of the order of rows.
 * @throws Problem not_enough_data for fewer than two records or when no column can be compared
 */
export async function linkRecords(given: RecordTable, options: LinkOptions = {}): Promise<LinkedRecords> {
  const { signal, onProgress } = options;
  const { table, rows } = canonicalOrder(given);
  const { rowCount, leftCount } = table;
  if (pairCount(rowCount, leftCount) < 1)
    throw new Problem('not_enough_data', 'There are no two records to compare.', {
      remedy: 'Give a file with at least two records, or two files with at least one each.',
    });
  const position = new Int32Array(rowCount);
  rows.forEach((row, at) => {
    position[row] = at;
  });
  const progress = (from: number, to: number, doing: string) => (share: number) =>
    onProgress?.(from + (to - from) * share, doing);
  const plan = mapColumns(table.columns, options.kinds);
  const fields = fieldValues(table, plan.fields, options.region ?? 'DE');
  const comparison = new RecordComparison(fields, rowCount, leftCount);
  const everything = pairCount(rowCount, leftCount) <= comparedWithoutKeys;
  let chosen: ChosenKey[] = [];
  let allPairs: Float64Array[] | undefined;
  if (!everything) {
    onProgress?.(0, 'comparing random pairs');
    allPairs = backgroundStates(comparison, leftCount);
    chosen = await findCandidates(fields, comparison, allPairs, rowCount, leftCount, {
      signal,
      onProgress: progress(0.1, 0.4, 'choosing blocking keys'),
    });
  }
  const candidates = new CandidatePairs(rowCount, leftCount, chosen);
  const most = everything ? pairCount(rowCount, leftCount) : candidateBudget(rowCount);
  const scored = await scoreCandidates(candidates, comparison, most, allPairs, {
    labels: options.labels?.map(({ left, right, match }) => ({
      left: position[left]!,
      right: position[right]!,
      match,
    })),
    signal,
    onProgress: progress(0.4, 0.9, 'comparing candidates'),
  });
  onProgress?.(0.9, 'deciding');
  const { scorer } = scored;
  const decisions = decidePairs(scored.pairs, scorer, {
    twoFiles: leftCount !== undefined,
    oneToOne: options.oneToOne,
    signal,
  });
  return {
    plan,
    keys: chosen.map(({ key, largestBlock }) => ({ name: key.name, largestBlock })),
    candidateCount: scored.candidateCount,
    estimatedCompleteness: estimateCompleteness(candidates, scored.pairs),
    likelihoods: scored.likelihoods,
    pairs: inTableRows(decisions.pairs, rows),
    clusters: decisions.clusters && inTableOrder(decisions.clusters, position),
    oneToOne: decisions.oneToOne,
    logOdds: (a, b) => scorer.logOdds(position[a]!, position[b]!),
    explain: (a, b) => explainPair(scorer, position[a]!, position[b]!),
    isCandidate: (a, b) =>
      candidates.keyCount === 0 ||
      chosen.some((_, pass) => candidates.shares(pass, position[a]!, position[b]!)),
  };
}

/** Pairs by rows of the table that was given, the earlier row on the left, in their order. */
function inTableRows(pairs: readonly DecidedPair[], rows: Int32Array): DecidedPair[] {
  return pairs
    .map((pair) => {
      const a = rows[pair.left]!;
      const b = rows[pair.right]!;
      return { ...pair, left: Math.min(a, b), right: Math.max(a, b) };
    })
    .sort((a, b) => a.left - b.left || a.right - b.right);
}

/** Clusters numbered by their first rows in the table. */
function inTableOrder(clusters: Int32Array, position: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return position.map((at) => {
    const cluster = clusters[at]!;
    let number = numbers.get(cluster);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(cluster, number);
    }
    return number;
  });
}
