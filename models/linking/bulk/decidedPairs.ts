import { type DecidedPair, type Decision, type Decisions, decisionOn } from './decidePairs.ts';
import type { PairCursor, PairSorter } from './pairSorter.ts';

/**
 * The decided pairs of a table in the order of its rows, the earlier row on the left: linked ones, and others that are
 * not impossible. They may lie on disk, so they are read one after the other, as often as one likes until `dispose`.
 */
export class DecidedPairs implements Iterable<DecidedPair> {
  readonly counts: Readonly<Record<Decision, number>>;
  readonly #scored: PairSorter;
  readonly #links: Decisions['links'];
  readonly #clusters: Int32Array | undefined;
  readonly #logOdds: (a: number, b: number) => number;

  /**
   * @param scored pairs sorted by rows of the table
   * @param links whether a scored pair is linked
   * @param clusters of the rows of the table, when all rows of one cluster are linked
   * @param logOdds of pairs within clusters that were not scored
   */
  constructor(
    scored: PairSorter,
    links: Decisions['links'],
    clusters: Int32Array | undefined,
    logOdds: (a: number, b: number) => number,
  ) {
    this.#scored = scored;
    this.#links = links;
    this.#clusters = clusters;
    this.#logOdds = logOdds;
    const counts = { link: 0, review: 0, 'no-link': 0 };
    for (const { decision } of this) counts[decision]++;
    this.counts = counts;
  }

  /** Scored pairs and those within clusters, merged. */
  *[Symbol.iterator](): Generator<DecidedPair, void, undefined> {
    const within = this.#clusters === undefined ? [].values() : pairsWithin(this.#clusters);
    let inside = within.next().value;
    const unscored = ([left, right]: readonly [number, number]): DecidedPair => ({
      left,
      right,
      logOdds: this.#logOdds(left, right),
      decision: 'link',
    });
    for (const pair of this.#scored.sorted()) {
      for (; inside !== undefined && comesBefore(inside, pair); inside = within.next().value)
        yield unscored(inside);
      const { left, right, logOdds } = pair;
      if (inside?.[0] === left && inside[1] === right) inside = within.next().value;
      yield { left, right, logOdds, decision: decisionOn(this.#links(left, right, logOdds), logOdds) };
    }
    for (; inside !== undefined; inside = within.next().value) yield unscored(inside);
  }

  dispose(): void {
    this.#scored.clear();
  }
}

const comesBefore = ([left, right]: readonly [number, number], pair: PairCursor): boolean =>
  left < pair.left || (left === pair.left && right < pair.right);

/** All pairs of rows within clusters, in order. */
function* pairsWithin(clusters: Int32Array): Generator<readonly [number, number], undefined, undefined> {
  const later = new Int32Array(clusters.length).fill(-1);
  const latest = new Map<number, number>();
  for (let row = clusters.length - 1; row >= 0; row--) {
    later[row] = latest.get(clusters[row]!) ?? -1;
    latest.set(clusters[row]!, row);
  }
  for (let row = 0; row < clusters.length; row++)
    for (let other = later[row]!; other >= 0; other = later[other]!) yield [row, other];
  return undefined;
}
