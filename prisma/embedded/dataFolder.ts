import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../base/hash.ts';
import { Problem } from '../../base/problem.ts';
import { type Account, canReach, serverAccount } from './account.ts';

/** Where one embedded server lives. */
export interface ServerHome {
  /** `<data directory>/postgres`: password, log, lock and the list of processes that use the server. */
  readonly control: string;
  /** PostgreSQL's own data folder (PGDATA), which may not exist yet. */
  readonly data: string;
  /** Who the server runs as; undefined: as ourselves. */
  readonly account: Account | undefined;
}

/** Stands beside the password when the data had to go elsewhere. */
interface Pointer {
  readonly data: string;
  /** The data directory that uses it: a copied checkout must not share the original's database. */
  readonly dataDirectory: string;
}

/**
 * The server's home below `dataDirectory`, which is created when missing. Must be called under the lock.
 *
 * As root, the data belongs to an unprivileged account. When that account cannot get to `dataDirectory` (it
 * lies below a folder of mode 700), the data goes to a folder of /var/lib/linkloop or /var/tmp/linkloop, and
 * the file `location` in the control folder says where.
 *
 * @throws Problem 'conflict' when the data directory is a copy of one that is still there.
 */
export async function findServerHome(dataDirectory: string): Promise<ServerHome> {
  const control = controlFolder(dataDirectory);
  const own = await realpath(dataDirectory);
  const pointer = join(control, 'location');
  const inPlace = join(control, 'data');
  if (existsSync(pointer)) {
    const { data, dataDirectory: owner } = JSON.parse(await readFile(pointer, 'utf8')) as Pointer;
    if (owner !== own) {
      if (existsSync(join(controlFolder(owner), 'location'))) {
        throw new Problem('conflict', `${own} is a copy of ${owner}, and its database lies in ${data}.`, {
          remedy: `Remove ${control} to begin with an empty database, or set DATABASE_URL.`,
        });
      }
      await writePointer(pointer, { data, dataDirectory: own });
    }
    return { control, data, account: serverAccount(data) };
  }
  const account = serverAccount(inPlace);
  if (account === undefined || canReach(account, control)) return { control, data: inPlace, account };
  if (existsSync(inPlace)) {
    throw new Problem('unavailable', `The owner of ${inPlace} cannot get there.`, {
      remedy: `Give every folder above it the permission to pass through (chmod o+x).`,
    });
  }
  const data = join(
    await reachableParent(account),
    `${sha256(own).slice(0, 12)}-${randomBytes(4).toString('hex')}`,
  );
  await writePointer(pointer, { data, dataDirectory: own });
  return { control, data, account };
}

export function controlFolder(dataDirectory: string): string {
  return join(dataDirectory, 'postgres');
}

async function writePointer(path: string, pointer: Pointer): Promise<void> {
  await writeFile(path, `${JSON.stringify(pointer)}\n`, { mode: 0o600, flush: true });
}

async function reachableParent(account: Account): Promise<string> {
  const parents = ['/var/lib/linkloop', '/var/tmp/linkloop'];
  for (const parent of parents) {
    try {
      const created = await mkdir(parent, { recursive: true });
      if (created !== undefined) await chmod(parent, 0o755);
      if (canReach(account, parent)) return parent;
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
    }
  }
  throw new Problem('unavailable', 'There is no folder for the data that the server account can reach.', {
    remedy: `Make one of these writable: ${parents.join(', ')}; or move the data directory; or set DATABASE_URL.`,
  });
}
