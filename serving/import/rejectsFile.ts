import { createReadStream } from 'node:fs';
import { appendFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Problem } from '../../base/problem.ts';
import { CsvParser } from './csvParser.ts';
import type { Reject } from './reject.ts';

const header = 'line,column,value,reason\n';

/** The rows of a file that were not imported, as CSV beside it. The file exists only when there are some. */
export class RejectsFile {
  readonly path: string;
  #exists = false;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Removes what an earlier import left; one that goes on keeps the rejects of the rows it has done, up to
   * `lastLine`.
   */
  async begin(lastLine: number): Promise<void> {
    if (lastLine === 0 || !(await exists(this.path))) {
      await this.#guard(() => rm(this.path, { force: true }));
      return;
    }
    const kept: string[] = [];
    const parser = new CsvParser({ delimiter: ',', quote: '"' }, Number.MAX_SAFE_INTEGER);
    const keep = (records: readonly { fields: string[] }[]) => {
      for (const { fields } of records)
        if (Number(fields[0]) <= lastLine) kept.push(fields.map(quoted).join(','));
    };
    for await (const piece of createReadStream(this.path, 'utf8')) keep(parser.push(piece as string, false));
    try {
      keep(parser.push('', true));
    } catch {
      // The process was killed within a line; its batch was not committed and comes again.
    }
    await this.#guard(async () => {
      await writeFile(`${this.path}.part`, `${header}${kept.map((line) => `${line}\n`).join('')}`);
      await rename(`${this.path}.part`, this.path);
    });
    this.#exists = true;
  }

  async append(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const lines = rejects.map(({ line, column, value, reason }) =>
      [String(line), column, value, reason].map(quoted).join(','),
    );
    const start = this.#exists ? '' : header;
    await this.#guard(() => appendFile(this.path, `${start}${lines.join('\n')}\n`));
    this.#exists = true;
  }

  /** @throws Problem `invalid_input` when the place cannot be written to. */
  async #guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new Problem('invalid_input', `Rejected rows cannot be written to ${this.path}.`, {
        remedy: 'Name another file with --rejects; the import goes on where it stopped.',
        cause: error,
      });
    }
  }
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
