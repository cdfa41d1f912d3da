import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectDatabase } from '../../prisma/database.ts';
import { canReach, serverAccount } from '../../prisma/embedded/account.ts';
import { controlFolder, findServerHome } from '../../prisma/embedded/dataFolder.ts';
import { joinEmbeddedServer } from '../../prisma/embedded/joinServer.ts';
import { findRunning } from '../../prisma/embedded/runningServer.ts';
import { stopServer } from '../../prisma/embedded/server.ts';
import { packageRoot } from '../../prisma/packageRoot.ts';
import { transaction } from '../../prisma/transaction.ts';

const asRoot = process.getuid?.() === 0;
const script = join(packageRoot(), 'test', 'support', 'embeddedClient.ts');

/** Made once: a new data folder costs most of a second. */
let folder: string;
let data: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkloop-embedded-'));
  await chmod(folder, 0o755);
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await stop(data);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Whatever a failed test left running. */
async function stop(dataDirectory: string): Promise<string | undefined> {
  const there = await stat(controlFolder(dataDirectory)).catch(() => undefined);
  if (there === undefined) return undefined;
  const home = await findServerHome(dataDirectory);
  if ((await findRunning(home)) !== undefined) await stopServer(home);
  return home.data;
}

async function stopAndRemove(dataDirectory: string): Promise<void> {
  const home = await stop(dataDirectory);
  if (home !== undefined) await rm(home, { recursive: true, force: true });
}

interface Client {
  readonly url: string;
  readonly child: ChildProcess;
  leave(): Promise<void>;
}

/** Joins from a process of its own. */
async function client(dataDirectory: string, options: SpawnOptions = {}): Promise<Client> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDirectory], {
    cwd: packageRoot(),
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  for await (const line of createInterface({ input: child.stdout! })) {
    const { url } = JSON.parse(line) as { url: string };
    return {
      url,
      child,
      async leave() {
        const exit = once(child, 'exit');
        child.stdin!.write('leave\n');
        await exit;
      },
    };
  }
  throw new Error('The client ended before it had joined.');
}

async function closedFolder(): Promise<string> {
  return mkdtemp(join(folder, 'closed-'));
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    return (await connection.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await connection.end();
  }
}

async function untilAvailable<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== 'unavailable') throw error;
      await sleep(50);
    }
  }
}

describe('the embedded server', () => {
  test('is shared by processes and stopped by the last to leave', async () => {
    const [first, second] = await Promise.all([client(data), client(data)]);
    expect(second.url).toBe(first.url);
    await query(first.url, 'CREATE TABLE shared AS SELECT 1 AS value');
    await first.leave();
    expect(await query(second.url, 'SELECT value FROM shared')).toEqual([{ value: 1 }]);
    await second.leave();
    await expect(query(second.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const third = await client(data);
    expect(await query(third.url, 'SELECT value FROM shared')).toEqual([{ value: 1 }]);
    await third.leave();
  });

  test('outlives a killed owner, and the next process joins it', async () => {
    const owner = await client(data);
    const home = await findServerHome(data);
    const before = await findRunning(home);
    const exit = once(owner.child, 'exit');
    owner.child.kill('SIGKILL');
    await exit;
    const next = await joinEmbeddedServer({ dataDirectory: data });
    expect(await findRunning(home)).toEqual(before);
    // The killed owner is no longer counted: this is the last to leave.
    await next.leave();
    expect(await findRunning(home)).toBeUndefined();
  });

  test('that is killed comes back with everything that was committed, under an open pool', async () => {
    const server = await joinEmbeddedServer({ dataDirectory: data });
    const db = connectDatabase(server.url);
    try {
      await db.pool.query('CREATE TABLE kept (value int)');
      await db.pool.query('INSERT INTO kept VALUES (1)');
      // Two connections: one will be in a transaction, the other idle.
      await Promise.all([1, 2].map(() => db.pool.query('SELECT pg_sleep(0.01)')));
      const before = await findRunning(await findServerHome(data));
      const lost = transaction(db, async (connection) => {
        await connection.query('INSERT INTO kept VALUES (2)');
        process.kill(before!.pid, 'SIGKILL');
        for (;;) {
          await connection.query('SELECT 1');
          await sleep(5);
        }
      });
      await expect(lost).rejects.toMatchObject({ name: 'Problem', code: 'unavailable' });
      const rows = await untilAvailable(() =>
        transaction(db, async (connection) => (await connection.query('SELECT value FROM kept')).rows),
      );
      expect(rows).toEqual([{ value: 1 }]);
      expect((await findRunning(await findServerHome(data)))!.pid).not.toBe(before!.pid);
    } finally {
      await db.close();
      await server.leave();
    }
  });

  test('is started although a dead one left its pid file, with a number that belongs to somebody else now', async () => {
    await (await joinEmbeddedServer({ dataDirectory: data })).leave();
    const home = await findServerHome(data);
    const pidFile = join(home.data, 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${home.data}\n1\n1\n\n127.0.0.1\n0 0\nready   \n`);
    if (home.account !== undefined) await chown(pidFile, home.account.uid, home.account.gid);
    const again = await joinEmbeddedServer({ dataDirectory: data });
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await again.leave();
  });

  test('keeps its password from others', async () => {
    const server = await joinEmbeddedServer({ dataDirectory: data });
    try {
      expect((await stat(join(controlFolder(data), 'password'))).mode & 0o777).toBe(0o600);
      const wrong = new URL(server.url);
      wrong.password = 'guess';
      await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    } finally {
      await server.leave();
    }
  });

  test('loses nothing acknowledged: fsync and synchronous commit are on', async () => {
    const server = await joinEmbeddedServer({ dataDirectory: data });
    try {
      const sql = `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`;
      const rows = await query(server.url, sql);
      expect(rows.map(({ setting }) => setting)).toEqual(['on', 'on', 'on']);
    } finally {
      await server.leave();
    }
  });
});

// PostgreSQL does not run as root, so only root has an account to lend and a folder it cannot get to.
(asRoot ? describe : describe.skip)('as root (skipped for other users)', () => {
  test('below a folder only root may enter, the data goes elsewhere and is found again', async () => {
    const closed = await closedFolder();
    const data = join(closed, 'data');
    const server = await joinEmbeddedServer({ dataDirectory: data });
    await query(server.url, 'CREATE TABLE kept AS SELECT 1 AS value');
    await server.leave();
    const { data: elsewhere } = await findServerHome(data);
    try {
      expect(elsewhere.startsWith(folder)).toBe(false);
      expect((await stat(elsewhere)).mode & 0o777).toBe(0o700);
      const again = await joinEmbeddedServer({ dataDirectory: data });
      expect(await query(again.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
      await again.leave();
    } finally {
      await stopAndRemove(data);
    }
  });

  test('a copy of a data directory does not take the database of the original', async () => {
    const closed = await closedFolder();
    const original = join(closed, 'original');
    await (await joinEmbeddedServer({ dataDirectory: original })).leave();
    const copy = join(closed, 'copy');
    const pointer = await readFile(join(controlFolder(original), 'location'), 'utf8');
    await mkdir(controlFolder(copy), { recursive: true });
    await writeFile(join(controlFolder(copy), 'location'), pointer);
    try {
      await expect(joinEmbeddedServer({ dataDirectory: copy })).rejects.toMatchObject({ code: 'conflict' });
    } finally {
      await stopAndRemove(original);
    }
  });

  test('an ordinary user runs it in a folder of their own, below one that others cannot enter', async () => {
    const account = serverAccount('/nonexistent')!;
    if (!canReach(account, packageRoot())) return;
    const own = join(folder, 'own');
    await mkdir(own, { mode: 0o700 });
    await chown(own, account.uid, account.gid);
    const data = join(own, 'data');
    const user = await client(data, { ...account });
    expect(await query(user.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect((await stat(join(controlFolder(data), 'data'))).uid).toBe(account.uid);
    await user.leave();
    // Root may join what the user made; it runs as the user.
    const root = await joinEmbeddedServer({ dataDirectory: data });
    expect(await query(root.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await root.leave();
    await stopAndRemove(data);
  });

  test('a user who may not write to the data directory is told so', async () => {
    await (await joinEmbeddedServer({ dataDirectory: data })).leave();
    const account = serverAccount('/nonexistent')!;
    if (!canReach(account, packageRoot())) return;
    const child = spawn(process.execPath, ['--import', 'tsx', script, data], {
      ...account,
      cwd: packageRoot(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(text).toContain('Run as the user who owns the data directory');
  });
});
