import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../base/problem.ts';
import type { ServerHome } from './dataFolder.ts';

const run = promisify(execFile);

/** The server's superuser; not `postgres`, so that nobody takes it for the machine's own server. */
export const superuser = 'linkloop';

/** The superuser's password; made on first use. Only whoever owns the data directory can read it. */
export async function serverPassword({ control }: ServerHome): Promise<string> {
  const path = join(control, 'password');
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, randomBytes(24).toString('hex'), { mode: 0o600, flush: true });
    await rename(draft, path);
  }
  return readFile(path, 'utf8');
}

/** Makes the data folder when it is missing; one of another PostgreSQL version is refused. */
export async function ensureCluster(home: ServerHome, initdb: string, version: string): Promise<void> {
  if (!existsSync(join(home.data, 'PG_VERSION'))) await initialise(home, initdb);
  await checkVersion(home.data, version);
}

/** Builds the data folder beside its place and renames it: half a data folder is never taken for a whole one. */
async function initialise(home: ServerHome, initdb: string): Promise<void> {
  const parent = dirname(home.data);
  for (const name of await readdir(parent)) {
    if (name.startsWith(`${basename(home.data)}.new-`))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const draft = `${home.data}.new-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, await serverPassword(home), { mode: 0o600 });
    if (home.account !== undefined) {
      await chown(draft, home.account.uid, home.account.gid);
      await chown(passwordFile, home.account.uid, home.account.gid);
    }
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--auth=scram-sha-256', `--username=${superuser}`, `--pwfile=${passwordFile}`];
    await run(initdb, ['-D', draft, ...access, ...locale, '--no-instructions'], {
      ...home.account,
      cwd: '/',
    });
    await rename(draft, home.data);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw new Problem(
      'unavailable',
      `PostgreSQL could not make its data folder ${home.data}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function checkVersion(data: string, version: string): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (made === version.split('.')[0]) return;
  throw new Problem('conflict', `${data} was made by PostgreSQL ${made}; this version brings ${version}.`, {
    remedy: `Dump it with pg_dump of PostgreSQL ${made} and restore it into a new data directory.`,
  });
}
