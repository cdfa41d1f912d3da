import { join } from 'node:path';
import pg from 'pg';
import { Problem } from '../../base/problem.ts';
import { Clients } from './clients.ts';
import { serverPassword, superuser } from './cluster.ts';
import { controlFolder, findServerHome, type ServerHome } from './dataFolder.ts';
import { withProcessLock } from './processLock.ts';
import { findRunning } from './runningServer.ts';
import { prepareControl, startServer, stopServer } from './server.ts';

const databaseName = 'linkloop';
/** How soon a server that died under us is started again, milliseconds. */
const watchInterval = 1000;

export interface EmbeddedServer {
  readonly url: string;
  /** Stops the server when no other process uses it. */
  leave(): Promise<void>;
}

export interface EmbeddedServerOptions {
  readonly dataDirectory: string;
  /** PostgreSQL settings beside our own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * Joins the embedded server of a data directory, starting it when none runs. While joined, this process starts
 * the server again should it die. A process that ends without leaving leaves the server running; the next one
 * joins it.
 *
 * @throws Problem 'unavailable' when it cannot be started here, 'conflict' when the data directory is a copy.
 */
export async function joinEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const control = controlFolder(options.dataDirectory);
  const clients = new Clients(control);
  const locked = <T>(work: () => Promise<T>) => withProcessLock(join(control, 'lock'), work);

  const { home, entry, url } = await ownedByUs(control, async () => {
    await prepareControl(control);
    return locked(async () => {
      const home = await findServerHome(options.dataDirectory);
      const { port } = await ensureRunning(home, options);
      const url = await ensureDatabase(home, port);
      return { home, url, entry: await clients.add() };
    });
  });

  let reviving = false;
  const watch = setInterval(async () => {
    if (reviving || (await findRunning(home)) !== undefined) return;
    reviving = true;
    try {
      await locked(() => ensureRunning(home, options));
    } catch (error) {
      options.onError?.(error as Error);
    } finally {
      reviving = false;
    }
  }, watchInterval);
  watch.unref();

  let left: Promise<void> | undefined;
  return {
    url,
    leave() {
      clearInterval(watch);
      left ??= locked(async () => {
        if ((await clients.remove(entry)) === 0) await stopServer(home);
      });
      return left;
    },
  };
}

async function ownedByUs<T>(control: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
    throw new Problem(
      'unavailable',
      `This user may not use ${path ?? control} of the embedded database (${code}).`,
      {
        remedy: 'Run as the user who owns the data directory, choose another one, or set DATABASE_URL.',
        cause: error,
      },
    );
  }
}

async function ensureRunning(home: ServerHome, options: EmbeddedServerOptions) {
  return (await findRunning(home)) ?? (await startServer(home, options.settings));
}

async function ensureDatabase(home: ServerHome, port: number): Promise<string> {
  const password = await serverPassword(home);
  const address = (database: string) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString: address('postgres') });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
  return address(databaseName);
}
