import { correlationClusters } from './correlationClusters.ts';
import { assignOneToOne, partnersAreUnique } from './oneToOne.ts';
import type { PairScorer } from './pairScorer.ts';
import type { ScoredPairs } from './scoredPairs.ts';

export type Decision = 'link' | 'review' | 'no-link';

export interface DecidedPair {
  readonly left: number;
  readonly right: number;
  readonly logOdds: number;
  readonly decision: Decision;
}

export interface Decisions {
  readonly pairs: readonly DecidedPair[];
  /** Cluster of each row; of two files only where rows may have several partners. */
  readonly clusters: Int32Array | undefined;
  readonly oneToOne: boolean;
}

/** A pair that is not linked goes to review from this probability (0.2) on. */
const reviewLogOdds = Math.log(0.25);

interface DecisionOptions {
  readonly twoFiles: boolean;
  /** Each row of two files has at most one partner; absent: judged by the pairs. */
  readonly oneToOne?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides on pairs. One file: rows of one cluster are linked, all of them with each other. Two files: the more probable
 * than not, and where rows have one partner each, the most probable one.
 */
export function decidePairs(pairs: ScoredPairs, scorer: PairScorer, options: DecisionOptions): Decisions {
  if (options.twoFiles) return decideAcross(pairs, options.oneToOne);
  const clusters = correlationClusters(scorer.comparison.rowCount, pairs, {
    logOdds: (a, b) => scorer.logOdds(a, b),
    signal: options.signal,
  });
  const decided: DecidedPair[] = [];
  const known = new Set<number>();
  const rows = clusters.length;
  for (let pair = 0; pair < pairs.size; pair++) {
    const left = pairs.lefts[pair]!;
    const right = pairs.rights[pair]!;
    const logOdds = pairs.logOdds[pair]!;
    if (clusters[left] === clusters[right]) {
      decided.push({ left, right, logOdds, decision: 'link' });
      known.add(left * rows + right);
    } else decided.push({ left, right, logOdds, decision: logOdds >= reviewLogOdds ? 'review' : 'no-link' });
  }
  for (const members of membersOf(clusters)) {
    members.forEach((left, at) => {
      for (const right of members.slice(at + 1)) {
        if (known.has(left * rows + right)) continue;
        decided.push({ left, right, logOdds: scorer.logOdds(left, right), decision: 'link' });
      }
    });
  }
  return { pairs: decided, clusters, oneToOne: false };
}

function decideAcross(pairs: ScoredPairs, asked: boolean | undefined): Decisions {
  const oneToOne = asked ?? partnersAreUnique(pairs);
  const chosen = oneToOne ? new Set(assignOneToOne(pairs)) : undefined;
  const decided = Array.from({ length: pairs.size }, (_, pair): DecidedPair => {
    const logOdds = pairs.logOdds[pair]!;
    const link = chosen === undefined ? logOdds > 0 : chosen.has(pair);
    return {
      left: pairs.lefts[pair]!,
      right: pairs.rights[pair]!,
      logOdds,
      decision: link ? 'link' : logOdds >= reviewLogOdds ? 'review' : 'no-link',
    };
  });
  return { pairs: decided, clusters: undefined, oneToOne };
}

/** Rows of each cluster of two and more, in row order. */
function membersOf(clusters: Int32Array): number[][] {
  const members = new Map<number, number[]>();
  clusters.forEach((cluster, row) => {
    const list = members.get(cluster);
    if (list === undefined) members.set(cluster, [row]);
    else list.push(row);
  });
  return [...members.values()].filter(({ length }) => length > 1);
}
