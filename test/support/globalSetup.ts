import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findServerHome } from '../../prisma/embedded/dataFolder.ts';
import { joinEmbeddedServer } from '../../prisma/embedded/joinServer.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from '../../prisma/embedded/process.ts';
import { findRunning } from '../../prisma/embedded/runningServer.ts';
import { stopServer } from '../../prisma/embedded/server.ts';
import { migrate } from '../../prisma/migrate.ts';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** The database every `testDatabase()` is a copy of. */
export const templateName = 'linkloop_template';

/** Nothing a test writes has to survive a power cut, nor need a big cache. */
const quick = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_wal_size: '512MB',
  autovacuum: 'off',
};

const prefix = 'linkloop-test-';

/** Stops the servers of runs that were killed before they could. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const owner = await readFile(join(folder, 'owner'), 'utf8').catch(() => undefined);
    // No owner: it belongs to a run that is just beginning.
    if (owner === undefined || isAlive(JSON.parse(owner) as ProcessIdentity)) continue;
    try {
      const home = await findServerHome(join(folder, 'data'));
      if ((await findRunning(home)) !== undefined) await stopServer(home);
      await rm(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is removing it too.
    }
  }
}

/** One server for the whole run, with one migrated database to copy. */
export default async function globalSetup(): Promise<void> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(folder, 'owner'), JSON.stringify(ownIdentity()));
  // Lets the account the server runs as pass through when we are root.
  await chmod(folder, 0o755);
  const server = await joinEmbeddedServer({ dataDirectory: join(folder, 'data'), settings: quick });
  globalThis.stopTestServer = async () => {
    await server.leave();
    await rm(folder, { recursive: true, force: true });
  };
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${templateName}`);
    const template = new URL(server.url);
    template.pathname = `/${templateName}`;
    await migrate(template.href);
    // A template can only be copied while nobody is connected to it.
    await client.query(`ALTER DATABASE ${templateName} ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
  process.env.LINKLOOP_TEST_SERVER = server.url;
}
