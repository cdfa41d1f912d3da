import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { pairBytes, type ScoredPairsData } from './scoredPairs.ts';

/** Raised whenever the same records and options may give other stages than before. */
const format = 1;

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

  /** The stage `name` if it is finished. */
  read(name: string): unknown {
    const path = join(this.path, `${name}.json`);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  write(name: string, value: unknown): void {
    this.#write(`${name}.json`, JSON.stringify(value));
  }

  /** The scored pairs of a part of the candidates, if it is finished. */
  readPart(part: number): (ScoredPairsData & { compared: number }) | undefined {
    const path = this.#partPath(part);
    if (!existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    const buffer = new Uint8Array(bytes).buffer;
    const [compared] = new Float64Array(buffer, 0, 1);
    const size = (buffer.byteLength - 8) / pairBytes;
    // A file that the machine lost when it went down is as good as none.
    if (compared === undefined || !Number.isInteger(size)) return undefined;
    return {
      compared,
      lefts: new Int32Array(buffer, 8, size),
      rights: new Int32Array(buffer, 8 + 4 * size, size),
      logOdds: new Float32Array(buffer, 8 + 8 * size, size),
    };
  }

  /** @param compared how many pairs were compared */
  writePart(
    part: number,
    { lefts, rights, logOdds, compared }: ScoredPairsData & { compared: number },
  ): void {
    const size = lefts.length;
    const buffer = new ArrayBuffer(8 + pairBytes * size);
    new Float64Array(buffer, 0, 1)[0] = compared;
    new Int32Array(buffer, 8, size).set(lefts);
    new Int32Array(buffer, 8 + 4 * size, size).set(rights);
    new Float32Array(buffer, 8 + 8 * size, size).set(logOdds);
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
