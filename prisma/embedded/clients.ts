import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownIdentity, type ProcessIdentity } from './process.ts';

/**
 * The processes that use a server, one file each, so that the last to leave can stop it. A process that died
 * without leaving is not counted. Must be used under the lock.
 */
export class Clients {
  readonly #folder: string;

  constructor(control: string) {
    this.#folder = join(control, 'clients');
  }

  /** Enters this process and returns the path to give to `remove`. */
  async add(): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${process.pid}-${randomBytes(6).toString('hex')}`);
    await writeFile(`${path}.new`, JSON.stringify(ownIdentity()));
    await rename(`${path}.new`, path);
    return path;
  }

  /** Takes the entry out and returns how many living processes are left. */
  async remove(path: string): Promise<number> {
    await rm(path, { force: true });
    let living = 0;
    for (const name of await readdir(this.#folder)) {
      const other = join(this.#folder, name);
      const identity = await readIdentity(other);
      if (identity !== undefined && isAlive(identity)) living++;
      else await rm(other, { force: true });
    }
    return living;
  }
}

async function readIdentity(path: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
