import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { pairBytes, type ScoredPairsData } from './scoredPairs.ts';

/** Raised whenever the same records and options may give other stages than before. */
const format = 1;

/** Bytes of a part before its pairs: how many pairs were compared and how many follow, as doubles. */
const headBytes = 16;

const manifestSchema = z.object({ format: z.number(), fingerprint: z.string() });

/**
 * A folder that holds what a run has finished, so that the same run can go on after it was stopped or killed. Each file
 * is written whole under another name first: what is there is complete. Two runs may share a folder, since both would
 * write the same.
 */
export class WorkFolder {
  readonly path: string;

  /**
   * @param fingerprint of records and options: the stages of others are not taken up
   * @throws Problem conflict when the folder is of another run, unavailable when it cannot be written
   */
  constructor(path: string, fingerprint: string) {
    this.path = path;
    const manifest = join(path, 'manifest.json');
    try {
      mkdirSync(path, { recursive: true });
      removeLeftovers(path);
      if (!existsSync(manifest)) this.#write('manifest.json', JSON.stringify({ format, fingerprint }));
    } catch (error) {
      throw new Problem('unavailable', `${path} cannot be written (--work): ${(error as Error).message}.`, {
        remedy: 'Name a folder that you may write to.',
        cause: error,
      });
    }
    const found = manifestSchema.safeParse(jsonOf(readFileSync(manifest, 'utf8')));
    if (found.success && found.data.format === format && found.data.fingerprint === fingerprint) return;
    throw new Problem(
      'conflict',
      `${path} holds the work of another run: of other records or other options.`,
      {
        findings: [{ path: '--work', message: 'is taken', received: path }],
        remedy: 'Name another folder, or remove this one.',
      },
    );
  }

  /** The stage `name` if it is finished; what the machine lost when it went down is not. */
  read(name: string): unknown {
    const path = join(this.path, `${name}.json`);
    return existsSync(path) ? jsonOf(readFileSync(path, 'utf8')) : undefined;
  }

  write(name: string, value: unknown): void {
    this.#write(`${name}.json`, JSON.stringify(value));
  }

  /** The scored pairs of a part of the candidates, if it is finished, as above. */
  readPart(part: number): (ScoredPairsData & { compared: number }) | undefined {
    const path = this.#partPath(part);
    if (!existsSync(path)) return undefined;
    const { buffer } = new Uint8Array(readFileSync(path));
    if (buffer.byteLength < headBytes) return undefined;
    const [compared, size] = new Float64Array(buffer, 0, 2) as unknown as readonly [number, number];
    if (buffer.byteLength !== headBytes + pairBytes * size) return undefined;
    return {
      compared,
      lefts: new Int32Array(buffer, headBytes, size),
      rights: new Int32Array(buffer, headBytes + 4 * size, size),
      logOdds: new Float32Array(buffer, headBytes + 8 * size, size),
    };
  }

  /** @param found pairs, and how many were compared to find them */
  writePart(part: number, found: ScoredPairsData & { compared: number }): void {
    const size = found.lefts.length;
    const buffer = new ArrayBuffer(headBytes + pairBytes * size);
    new Float64Array(buffer, 0, 2).set([found.compared, size]);
    new Int32Array(buffer, headBytes, size).set(found.lefts);
    new Int32Array(buffer, headBytes + 4 * size, size).set(found.rights);
    new Float32Array(buffer, headBytes + 8 * size, size).set(found.logOdds);
    this.#write(`part-${part}.bin`, new Uint8Array(buffer));
  }

  #partPath(part: number): string {
    return join(this.path, `part-${part}.bin`);
  }

  #write(name: string, content: string | Uint8Array): void {
    const half = join(this.path, `${name}.${process.pid}.half`);
    writeFileSync(half, content);
    renameSync(half, join(this.path, name));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Removes what runs that were killed had begun to write: half files, and pairs on disk (pairSorter.ts). */
function removeLeftovers(path: string): void {
  for (const name of readdirSync(path)) {
    const owner = /^.+\.(\d+)\.half$|^(?:score|rows)-(\d+)-\d+\.run$/.exec(name);
    if (owner !== null && !isRunning(Number(owner[1] ?? owner[2]))) rmSync(join(path, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
