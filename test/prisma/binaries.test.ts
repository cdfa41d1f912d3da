import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdtemp, rm, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAccount } from '../../prisma/embedded/account.ts';
import { findBinaries, type InstalledPackage, installedPackage } from '../../prisma/embedded/binaries.ts';

const account = serverAccount('/nonexistent');
/** Made by the package's install script, which some installations do not run. */
const links = ['libicuuc.so', 'libicuuc.so.60', 'libpq.so.5'];

const installed = installedPackage();

let folder: string;
let cache: string;
/** A package without its links, below a folder of mode 700. */
let bare: InstalledPackage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkloop-binaries-'));
  await chmod(folder, 0o755);
  cache = join(folder, 'cache');
  bare = { folder: join(await mkdtemp(join(folder, 'closed-')), 'native'), version: installed.version };
  await cp(installed.folder, bare.folder, { recursive: true, verbatimSymlinks: true });
  for (const link of links) await unlink(join(bare.folder, 'lib', link));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('findBinaries', () => {
  test('uses the programs where they are installed when the server account gets there', async () => {
    const binaries = await findBinaries(undefined, installed, []);
    expect(binaries.program('postgres').startsWith(installed.folder)).toBe(true);
  });

  test('copies them, with the links an install script would have made, out of a closed folder', async () => {
    const [first, second] = await Promise.all([
      findBinaries(account, bare, [cache]),
      findBinaries(account, bare, [cache]),
    ]);
    const postgres = first!.program('postgres');
    expect(second!.program('postgres')).toBe(postgres);
    expect(postgres.startsWith(cache)).toBe(true);
    const text = execFileSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
    expect(text).toContain(`(PostgreSQL) ${installed.version.split('-')[0]?.replace(/\.0$/, '')}`);
    const before = await stat(postgres);
    await findBinaries(account, bare, [cache]);
    expect((await stat(postgres)).ino).toBe(before.ino);
  });

  test('runs nothing from a cache others can write to', async () => {
    const open = await mkdtemp(join(folder, 'open-'));
    await chmod(open, 0o777);
    await expect(findBinaries(account, bare, [open])).rejects.toMatchObject({ code: 'unavailable' });
  });
});
