import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../base/problem.ts';
import { type PairOrder, pairBytes, ScoredPairs } from './scoredPairs.ts';

/** Pairs that are read from a run at a time. */
const readAtOnce = 4096;
/** With more runs than this they are merged to one: each holds a file open. */
const mostRuns = 64;
/** Least number of pairs that are kept in memory. */
const leastPairs = 1024;

/** One pair; used again for the next. */
export interface PairCursor {
  left: number;
  right: number;
  logOdds: number;
}

/**
 * Sorts more pairs than fit into memory: full memory is written to disk as a sorted run, and the runs are merged when the
 * pairs are read. The order of the result does not depend on what was written.
 *
 * Source: D. E. Knuth, The Art of Computer Programming, volume 3, section 5.4 (external sorting).
 */
export class PairSorter {
  readonly #by: PairOrder;
  readonly #most: number;
  readonly #folder: () => string;
  readonly #name: string;
  #pairs = new ScoredPairs();
  #runs: string[] = [];
  #written = 0;
  #total = 0;
  spilledBytes = 0;

  /**
   * @param by order of the result
   * @param bytes memory for pairs
   * @param folder where runs are written, asked for with the first of them
   * @param name begins the names of the files
   */
  constructor(by: PairOrder, bytes: number, folder: () => string, name: string) {
    this.#by = by;
    // Sorting takes as much again as the pairs.
    this.#most = Math.max(leastPairs, Math.floor(bytes / (2 * pairBytes)));
    this.#folder = folder;
    this.#name = name;
  }

  get size(): number {
    return this.#total;
  }

  add(left: number, right: number, logOdds: number): void {
    if (this.#pairs.size === this.#most) this.#spill();
    this.#pairs.add(left, right, logOdds);
    this.#total++;
  }

  /** All pairs in order; the object is the same each time. */
  *sorted(): Generator<PairCursor, void, undefined> {
    if (this.#runs.length === 0) {
      yield* inMemory(this.#pairs, this.#by);
      return;
    }
    yield* merged([...this.#runs.map((path) => inFile(path)), inMemory(this.#pairs, this.#by)], this.#by);
  }

  /** Removes what was written and forgets the pairs. */
  clear(): void {
    for (const path of this.#runs.splice(0)) rmSync(path, { force: true });
    this.#pairs = new ScoredPairs();
    this.#total = 0;
  }

  #spill(): void {
    this.#write(inMemory(this.#pairs, this.#by));
    this.#pairs.size = 0;
    if (this.#runs.length < mostRuns) return;
    const old = this.#runs.splice(0);
    this.#write(
      merged(
        old.map((path) => inFile(path)),
        this.#by,
      ),
    );
    for (const path of old) rmSync(path);
  }

  #write(pairs: Iterable<PairCursor>): void {
    const path = join(this.#folder(), `${this.#name}-${process.pid}-${this.#written++}.run`);
    const file = openSync(path, 'w');
    try {
      const words = new Int32Array(readAtOnce * 3);
      const scores = new Float32Array(words.buffer);
      let at = 0;
      const flush = () => {
        writeFileSync(file, new Uint8Array(words.buffer, 0, 4 * at));
        this.spilledBytes += 4 * at;
        at = 0;
      };
      for (const { left, right, logOdds } of pairs) {
        words[at] = left;
        words[at + 1] = right;
        scores[at + 2] = logOdds;
        at += 3;
        if (at === words.length) flush();
      }
      flush();
    } catch (error) {
      rmSync(path, { force: true });
      throw new Problem(
        'unavailable',
        `Pairs could not be written to ${path}: ${(error as Error).message}.`,
        {
          remedy: 'Make room there, name another folder (TMPDIR or --work), or allow more memory (--memory).',
          cause: error,
        },
      );
    } finally {
      closeSync(file);
    }
    this.#runs.push(path);
  }
}

function* inMemory(pairs: ScoredPairs, by: PairOrder): Generator<PairCursor, void, undefined> {
  const cursor: PairCursor = { left: 0, right: 0, logOdds: 0 };
  for (const pair of pairs.order(by)) {
    cursor.left = pairs.lefts[pair]!;
    cursor.right = pairs.rights[pair]!;
    cursor.logOdds = pairs.logOdds[pair]!;
    yield cursor;
  }
}

function* inFile(path: string): Generator<PairCursor, void, undefined> {
  const cursor: PairCursor = { left: 0, right: 0, logOdds: 0 };
  const words = new Int32Array(readAtOnce * 3);
  const scores = new Float32Array(words.buffer);
  const bytes = new Uint8Array(words.buffer);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const size = readSync(file, bytes);
      if (size === 0) return;
      for (let at = 0; at < size / 4; at += 3) {
        cursor.left = words[at]!;
        cursor.right = words[at + 1]!;
        cursor.logOdds = scores[at + 2]!;
        yield cursor;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Merges sorted streams: the one whose pair comes first, found by looking at all, since there are few. */
function* merged(
  streams: readonly Generator<PairCursor, void, undefined>[],
  by: PairOrder,
): Generator<PairCursor, void, undefined> {
  const heads = streams.map((stream) => ({ stream, pair: nextOf(stream) }));
  try {
    for (;;) {
      let first = heads[0]!;
      for (const head of heads)
        if (head.pair !== undefined && (first.pair === undefined || comesBefore(head.pair, first.pair, by)))
          first = head;
      if (first.pair === undefined) return;
      yield first.pair;
      first.pair = nextOf(first.stream);
    }
  } finally {
    for (const { stream } of heads) stream.return();
  }
}

const nextOf = (stream: Generator<PairCursor, void, undefined>): PairCursor | undefined =>
  stream.next().value ?? undefined;

function comesBefore(a: PairCursor, b: PairCursor, by: PairOrder): boolean {
  if (by === 'score' && a.logOdds !== b.logOdds) return a.logOdds > b.logOdds;
  return a.left < b.left || (a.left === b.left && a.right < b.right);
}
