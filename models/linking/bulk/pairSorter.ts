import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../base/problem.ts';
import { type PairOrder, pairBytes, ScoredPairs } from './scoredPairs.ts';

/** Pairs that are read from a run at a time. */
const readAtOnce = 4096;
/** So many runs of one generation are merged to one of the next: each run that is read holds a file open. */
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
  /** Order of the pairs in memory, once it was needed. */
  #order: Uint32Array | undefined;
  /** Paths of the runs by generation: how often their pairs were merged before. */
  readonly #runs: string[][] = [];
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
    // Arrays that grow and the sorting take twice as much again as the pairs.
    this.#most = Math.max(leastPairs, Math.floor(bytes / (3 * pairBytes)));
    this.#folder = folder;
    this.#name = name;
  }

  get size(): number {
    return this.#total;
  }

  add(left: number, right: number, logOdds: number): void {
    if (this.#pairs.size === this.#most) this.#spill();
    this.#pairs.add(left, right, logOdds);
    this.#order = undefined;
    this.#total++;
  }

  /** All pairs in order; the object is the same each time. */
  *sorted(): Generator<PairCursor, void, undefined> {
    this.#order ??= this.#pairs.order(this.#by);
    const inMemory = ofMemory(this.#pairs, this.#order);
    const runs = this.#runs.flat().map((path) => ofFile(path));
    if (runs.length === 0) yield* inMemory;
    else yield* merged([...runs, inMemory], this.#by);
  }

  /** Removes what was written and forgets the pairs. */
  clear(): void {
    for (const path of this.#runs.splice(0).flat()) rmSync(path, { force: true });
    this.#pairs = new ScoredPairs();
    this.#order = undefined;
    this.#total = 0;
  }

  #spill(): void {
    this.#write(ofMemory(this.#pairs, this.#pairs.order(this.#by)), 0);
    this.#pairs.size = 0;
    for (let generation = 0; this.#runs[generation]?.length === mostRuns; generation++) {
      const old = this.#runs[generation]!;
      const streams = old.map((path) => ofFile(path));
      this.#write(merged(streams, this.#by), generation + 1);
      for (const path of old.splice(0)) rmSync(path);
    }
  }

  #write(pairs: Iterable<PairCursor>, generation: number): void {
    const path = join(this.#folder(), `${this.#name}-${process.pid}-${this.#written++}.run`);
    try {
      this.spilledBytes += writeRun(path, pairs);
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
    }
    this.#runs[generation] ??= [];
    this.#runs[generation].push(path);
  }
}

/** @returns bytes written */
function writeRun(path: string, pairs: Iterable<PairCursor>): number {
  const words = new Int32Array(readAtOnce * 3);
  const scores = new Float32Array(words.buffer);
  const file = openSync(path, 'w');
  let written = 0;
  let at = 0;
  const flush = () => {
    writeFileSync(file, new Uint8Array(words.buffer, 0, 4 * at));
    written += 4 * at;
    at = 0;
  };
  try {
    for (const { left, right, logOdds } of pairs) {
      words[at] = left;
      words[at + 1] = right;
      scores[at + 2] = logOdds;
      at += 3;
      if (at === words.length) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
  return written;
}

function* ofMemory(pairs: ScoredPairs, order: Uint32Array): Generator<PairCursor, void, undefined> {
  const cursor: PairCursor = { left: 0, right: 0, logOdds: 0 };
  for (const pair of order) {
    cursor.left = pairs.lefts[pair]!;
    cursor.right = pairs.rights[pair]!;
    cursor.logOdds = pairs.logOdds[pair]!;
    yield cursor;
  }
}

function* ofFile(path: string): Generator<PairCursor, void, undefined> {
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
