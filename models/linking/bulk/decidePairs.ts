import { correlationClusters } from './correlationClusters.ts';
import type { LabelledPair } from './learnFromLabels.ts';
import { assignOneToOne, partnersAreUnique } from './oneToOne.ts';
import type { PairScorer } from './pairScorer.ts';
import type { PairSorter } from './pairSorter.ts';

export type Decision = 'link' | 'review' | 'no-link';

export interface DecidedPair {
  readonly left: number;
  readonly right: number;
  readonly logOdds: number;
  readonly decision: Decision;
}

export interface Decisions {
  /** Cluster of each row; of two files only where rows may have several partners. */
  readonly clusters: Int32Array | undefined;
  readonly oneToOne: boolean;
  /** Whether a scored pair is linked, left < right. */
  links(left: number, right: number, logOdds: number): boolean;
}

/** A pair that is not linked goes to review from this probability (0.2) on. */
const reviewLogOdds = Math.log(0.25);

export const decisionOn = (link: boolean, logOdds: number): Decision =>
  link ? 'link' : logOdds >= reviewLogOdds ? 'review' : 'no-link';

interface DecisionOptions {
  /** Judged pairs: matches are in one cluster, others in two. */
  readonly labels: readonly LabelledPair[];
  /** Each row of two files has at most one partner; absent: judged by the pairs. */
  readonly oneToOne?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decides on pairs. One file: rows of one cluster are linked, all of them with each other. Two files: the more probable
 * than not, and where rows have one partner each, the most probable one.
 * @param pairs sorted by score
 */
export async function decidePairs(
  pairs: PairSorter,
  scorer: PairScorer,
  { labels, oneToOne: asked, signal }: DecisionOptions,
): Promise<Decisions> {
  const { rowCount, leftCount } = scorer.comparison.plan;
  if (leftCount === undefined) {
    const clusters = await correlationClusters(rowCount, pairs.sorted(), {
      logOdds: (a, b) => scorer.logOdds(a, b),
      labels,
      signal,
    });
    return { clusters, oneToOne: false, links: (left, right) => clusters[left] === clusters[right] };
  }
  if (!(asked ?? partnersAreUnique(pairs.sorted(), rowCount)))
    return { clusters: undefined, oneToOne: false, links: (_left, _right, logOdds) => logOdds > 0 };
  const partner = assignOneToOne(pairs.sorted(), rowCount);
  return { clusters: undefined, oneToOne: true, links: (left, right) => partner[left] === right };
}
