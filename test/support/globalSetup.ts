import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { joinEmbeddedServer } from '../../prisma/embedded/joinServer.ts';
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

/** One server for the whole run, with one migrated database to copy. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'linkloop-test-'));
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
