import { Problem } from '../../../base/problem.ts';
import { backgroundStates } from './backgroundStates.ts';
import { canonicalOrder, inTableOrder, positionsOf } from './canonicalOrder.ts';
import { comparisonPlan } from './comparisonPlan.ts';
import { Crew, usefulThreads } from './crew.ts';
import { DecidedPairs } from './decidedPairs.ts';
import { decidePairs } from './decidePairs.ts';
import { estimateCompleteness } from './estimateCompleteness.ts';
import { explainPair, type PairExplanation } from './explainPair.ts';
import type { ColumnPlan } from './fieldKind.ts';
import { fieldValues } from './fieldValues.ts';
import {
  candidateBudget,
  comparedWithoutKeys,
  findCandidates,
  layOutCandidates,
  layOutKeys,
} from './findCandidates.ts';
import { fingerprint } from './fingerprint.ts';
import type { LabelledPair } from './learnFromLabels.ts';
import { learnModel } from './learnModel.ts';
import { type KindOverrides, mapColumns } from './mapColumns.ts';
import { pairCount } from './pairCount.ts';
import type { PairScorer } from './pairScorer.ts';
import { PairSorter } from './pairSorter.ts';
import type { RecordTable } from './recordTable.ts';
import { scoreParts } from './scoreParts.ts';
import { pairMemory, SpillRoom } from './spillRoom.ts';
import { keysStage, modelStage } from './storedStages.ts';
import { WorkFolder } from './workFolder.ts';

export interface LinkOptions {
  /** What columns hold, where the rules of mapColumns.ts guess wrong. */
  readonly kinds?: KindOverrides | undefined;
  /** ISO 3166 region of phone numbers without a country code. */
  readonly region?: string | undefined;
  /** Two files: each record has at most one partner. Absent: judged by the records. */
  readonly oneToOne?: boolean | undefined;
  /** Pairs of rows that somebody judged: the weights learn from them, and these pairs are decided as they say. */
  readonly labels?: readonly LabelledPair[] | undefined;
  /** Threads that compare; the result does not depend on it. Default: as many as the machine keeps busy. */
  readonly threads?: number | undefined;
  /**
   * Bytes that the process should stay below: pairs for which there is no room go to disk. The records themselves stay
   * in memory. Default: half of what the machine or container has.
   */
  readonly memory?: number | undefined;
  /** Folder for what is finished: a run that was stopped or killed goes on from there. */
  readonly work?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** @param pairs compared so far in this stage, where it compares candidates */
  readonly onProgress?: ((share: number, doing: string, pairs?: number) => void) | undefined;
}

/** A blocking key and what it brought. */
export interface UsedKey {
  readonly name: string;
  /** Blocks of more records are not compared. */
  readonly largestBlock: number;
  /** Share of the probable matches of a sample that the key brings by itself. */
  readonly recall: number;
  /** Pairs that it brings and no key before it. */
  readonly candidates: number;
}

export interface LinkedRecords {
  readonly plan: ColumnPlan;
  /** None: all pairs were compared. */
  readonly keys: readonly UsedKey[];
  readonly candidateCount: number;
  /** Estimated share of the true matches that are candidates. */
  readonly estimatedCompleteness: number;
  /** Log-likelihood of the model after each iteration. */
  readonly likelihoods: readonly number[];
  readonly scorer: PairScorer;
  /** Rows of the table, in its order. */
  readonly pairs: DecidedPairs;
  /** Cluster of each row of the table, when one file was freed of duplicates. */
  readonly clusters: Int32Array | undefined;
  readonly oneToOne: boolean;
  readonly threads: number;
  /** Written to disk because there was no room in memory. */
  readonly spilledBytes: number;
  /** Log-odds that two rows are of one entity. */
  logOdds(a: number, b: number): number;
  explain(a: number, b: number): PairExplanation;
  /** Whether two rows were compared. */
  isCandidate(a: number, b: number): boolean;
  /** Removes pairs that lie on disk; `pairs` cannot be read any more. */
  dispose(): void;
}

/**
 * Links the records of two files, or finds the duplicates of one: fields, blocking keys, weights, prior and decisions
 * all come from the records themselves, without labels. Independent of the order of rows, of threads and memory.
 * @throws Problem not_enough_data for fewer than two records or when no column can be compared; conflict or unavailable
 * for a work folder of other records or one that cannot be written
 */
export async function linkRecords(given: RecordTable, options: LinkOptions = {}): Promise<LinkedRecords> {
  const pairs = pairCount(given.rowCount, given.leftCount);
  if (pairs < 1)
    throw new Problem('not_enough_data', 'There are no two records to compare.', {
      remedy: 'Give a file with at least two records, or two files with at least one each.',
    });
  const few = pairs <= comparedWithoutKeys;
  const crew = new Crew(options.threads ?? (few ? 1 : usefulThreads()), options.signal);
  const room = new SpillRoom(options.work);
  try {
    return await link(given, options, crew, room);
  } catch (error) {
    room.remove();
    throw error;
  } finally {
    await crew.close();
  }
}

async function link(
  given: RecordTable,
  options: LinkOptions,
  crew: Crew,
  room: SpillRoom,
): Promise<LinkedRecords> {
  const { signal, kinds, region = 'DE' } = options;
  const { table, rows } = canonicalOrder(given);
  const { rowCount, leftCount } = table;
  const position = positionsOf(rows);
  const labels = (options.labels ?? []).map(({ left, right, match }) => ({
    left: position[left]!,
    right: position[right]!,
    match,
  }));
  const columns = mapColumns(table.columns, kinds);
  const folder =
    options.work === undefined
      ? undefined
      : new WorkFolder(options.work, fingerprint(table, { kinds: kinds ?? {}, region, labels }));
  const progress = (from: number, to: number, doing: string) => (share: number, compared?: number) =>
    options.onProgress?.(from + (to - from) * share, doing, compared);

  const fields = await fieldValues(crew, table, columns.fields, region, progress(0, 0.1, 'reading fields'));
  const plan = comparisonPlan(fields, rowCount, leftCount);
  crew.hand({ comparison: plan });
  const total = pairCount(rowCount, leftCount);
  const everything = total <= comparedWithoutKeys;
  let drawn: Promise<Float64Array[]> | undefined;
  const allPairs = () => {
    drawn ??= backgroundStates(crew, plan, progress(0.1, 0.15, 'comparing random pairs'));
    return drawn;
  };
  const names = everything ? [] : layOutKeys(crew, fields);
  const keys = await keysStage(folder, async () =>
    everything
      ? 'all pairs'
      : findCandidates(crew, names, plan, await allPairs(), {
          signal,
          onProgress: progress(0.15, 0.4, 'choosing blocking keys'),
        }),
  );
  await layOutCandidates(crew, plan, keys);
  const learned = await modelStage(folder, async () =>
    learnModel(
      crew,
      plan,
      everything ? total : candidateBudget(rowCount),
      everything ? undefined : await allPairs(),
      labels,
      { signal, onProgress: progress(0.4, 0.5, 'learning weights') },
    ),
  );
  crew.hand({ scoring: learned });
  const { candidates, scorer } = crew.place;
  const bytes = pairMemory(options.memory);
  const byScore = new PairSorter('score', bytes, () => room.folder(), 'score');
  const brought = await scoreParts(crew, folder, byScore, labels, progress(0.5, 0.9, 'comparing candidates'));
  progress(0.9, 1, 'deciding')(0);
  const completeness = estimateCompleteness(candidates, byScore.sorted(), byScore.size);
  const decisions = await decidePairs(byScore, scorer, { labels, oneToOne: options.oneToOne, signal });
  const byRows = new PairSorter('rows', bytes, () => room.folder(), 'rows');
  for (const { left, right, logOdds } of byScore.sorted()) {
    const a = rows[left]!;
    const b = rows[right]!;
    byRows.add(Math.min(a, b), Math.max(a, b), logOdds);
  }
  byScore.clear();
  const clusters = decisions.clusters && inTableOrder(decisions.clusters, position);
  const inCanonicalRows = (a: number, b: number): [number, number] => {
    const one = position[a]!;
    const other = position[b]!;
    return one < other ? [one, other] : [other, one];
  };
  const logOdds = (a: number, b: number) => scorer.logOdds(position[a]!, position[b]!);
  const linked = (a: number, b: number, score: number) => decisions.links(...inCanonicalRows(a, b), score);
  const decided = new DecidedPairs(byRows, linked, clusters, logOdds);
  options.onProgress?.(1, 'done');
  return {
    plan: columns,
    keys:
      keys === 'all pairs'
        ? []
        : keys.map(({ name, largestBlock, recall }, key) => ({
            name,
            largestBlock,
            recall,
            candidates: brought[key]!,
          })),
    candidateCount: brought.reduce((sum, count) => sum + count, 0),
    estimatedCompleteness: completeness,
    likelihoods: learned.likelihoods,
    scorer,
    pairs: decided,
    clusters,
    oneToOne: decisions.oneToOne,
    threads: crew.threads,
    spilledBytes: byScore.spilledBytes + byRows.spilledBytes,
    logOdds,
    explain: (a, b) => explainPair(scorer, fields, position[a]!, position[b]!),
    isCandidate: (a, b) => candidates.has(position[a]!, position[b]!),
    dispose() {
      decided.dispose();
      room.remove();
    },
  };
}
