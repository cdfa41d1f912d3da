import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** Where pairs are written that do not fit into memory: beside the finished work, else in a folder of its own. */
export class SpillRoom {
  readonly #work: string | undefined;
  #own: string | undefined;

  /** @param work folder of the finished work, if there is one */
  constructor(work: string | undefined) {
    this.#work = work;
  }

  folder(): string {
    if (this.#work !== undefined) return this.#work;
    this.#own ??= mkdtempSync(join(tmpdir(), 'linkloop-pairs-'));
    return this.#own;
  }

  remove(): void {
    if (this.#own !== undefined) rmSync(this.#own, { recursive: true, force: true });
  }
}

/** Half of what the machine, or the container that the process is in, has. */
const usualMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 2;

/**
 * Bytes for the pairs of each of two sorters: what is left once the records are in memory.
 * @param most bytes that the process should stay below
 */
export const pairMemory = (most = usualMemory()): number => Math.max(0, most - process.memoryUsage.rss()) / 2;
