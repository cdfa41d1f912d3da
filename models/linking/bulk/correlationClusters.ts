import { sigmoid } from '../../numeric/sigmoid.ts';
import { pauser } from '../../pause.ts';
import { certainty, type LabelledPair } from './learnFromLabels.ts';
import type { PairCursor } from './pairSorter.ts';

export interface ClusterOptions {
  /** Pairs at this probability neither pull together nor push apart. */
  readonly threshold?: number;
  /** Log-odds of any pair of rows, also of those that were no candidates. */
  logOdds(a: number, b: number): number;
  /** Judged pairs: rows of a match are joined in any case, rows of another pair never, not even by way of others. */
  readonly labels?: readonly LabelledPair[];
  readonly signal?: AbortSignal | undefined;
}

/** Of larger pairs of clusters only so many pairs of records are looked at. */
const mostPairs = 400;

/**
 * Clusters of records by correlation clustering: the sum over all pairs inside clusters of (probability - threshold) is
 * made large by joining greedily, the most probable pairs first. Two clusters are joined only when their records belong
 * together on the whole, so that a chain of single similar pairs does not make one entity of two.
 *
 * Sources: N. Bansal, A. Blum, S. Chawla (2004), Correlation clustering, Machine Learning 56, 89-113; greedy joining as
 * in M. Keuper et al. (2015), Efficient decomposition of image and mesh graphs by lifted multicuts.
 *
 * @param pairs the most probable first
 * @returns the cluster of each row, numbered from 0 in the order of their first rows
 */
export async function correlationClusters(
  rowCount: number,
  pairs: Iterable<PairCursor>,
  { threshold = 0.5, logOdds, labels = [], signal }: ClusterOptions,
): Promise<Int32Array> {
  const members = new Map<number, number[]>();
  const clusterOf = Int32Array.from({ length: rowCount }, (_, row) => row);
  const refused = new Map<number, Map<number, number>>();
  const sizeOf = (cluster: number) => members.get(cluster)?.length ?? 1;
  const rowsOf = (cluster: number) => members.get(cluster) ?? [cluster];

  const apart = new Map<number, number[]>();
  for (const { left, right, match } of labels) {
    if (match) continue;
    apart.set(left, [...(apart.get(left) ?? []), right]);
    apart.set(right, [...(apart.get(right) ?? []), left]);
  }
  const keptApart = (a: number, b: number): boolean =>
    apart.size > 0 && rowsOf(a).some((row) => apart.get(row)?.some((other) => clusterOf[other] === b));

  const belongTogether = (a: readonly number[], b: readonly number[]): boolean => {
    let sum = 0;
    const step = Math.max(1, Math.floor((a.length * b.length) / mostPairs));
    for (let at = 0; at < a.length * b.length; at += step) {
      sum += sigmoid(logOdds(a[Math.floor(at / b.length)]!, b[at % b.length]!)) - threshold;
    }
    return sum > 0;
  };

  const least = Math.log(threshold) - Math.log1p(-threshold);
  const pause = pauser(signal);
  let looked = 0;
  for (const pair of pairs) {
    if (looked++ % 4096 === 0) await pause();
    if (pair.logOdds <= least) break;
    const a = clusterOf[pair.left]!;
    const b = clusterOf[pair.right]!;
    if (a === b) continue;
    const size = sizeOf(a) + sizeOf(b);
    if (refused.get(Math.min(a, b))?.get(Math.max(a, b)) === size) continue;
    const judged = pair.logOdds >= certainty;
    if (keptApart(a, b) || (size > 2 && !judged && !belongTogether(rowsOf(a), rowsOf(b)))) {
      const list = refused.get(Math.min(a, b)) ?? new Map<number, number>();
      list.set(Math.max(a, b), size);
      refused.set(Math.min(a, b), list);
      continue;
    }
    const [into, from] = sizeOf(a) >= sizeOf(b) ? [a, b] : [b, a];
    const rows = [...rowsOf(into), ...rowsOf(from)];
    for (const row of rowsOf(from)) clusterOf[row] = into;
    members.set(into, rows);
    members.delete(from);
  }
  const numbers = new Map<number, number>();
  return clusterOf.map((cluster) => {
    let number = numbers.get(cluster);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(cluster, number);
    }
    return number;
  });
}
