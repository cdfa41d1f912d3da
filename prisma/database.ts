import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { joinEmbeddedServer } from './embedded/joinServer.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

/** The open database: Prisma for the control plane, the pool for bulk and hot paths. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  readonly url: string;
  /** Ends the connections; the last process to close an embedded server stops it. Repeating it is fine. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** postgres://user:password@host:port/name; undefined: the embedded server below `dataDirectory`. */
  readonly url?: string | undefined;
  /** Folder of this installation's data, created when missing. */
  readonly dataDirectory: string;
  /** Most connections this process holds. */
  readonly poolSize?: number | undefined;
  /** Hears of connections that broke while idle; they are replaced, nothing need be done. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * Opens the database and brings it up to date; starts the embedded server, or joins one that another process
 * has started, when no `url` is given.
 *
 * @throws Problem 'unavailable' when the server cannot be reached or started, 'conflict' when the database
 * and prisma/migrations do not belong together.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const server = options.url === undefined ? await joinEmbeddedServer(options) : undefined;
  const url = options.url ?? server!.url;
  try {
    await migrate(url);
  } catch (error) {
    await server?.leave();
    throw error;
  }
  const database = connectDatabase(url, options);
  return {
    ...database,
    async close() {
      await database.close();
      await server?.leave();
    },
  };
}

/** The open database at `url` as it is: neither started nor migrated. */
export function connectDatabase(
  url: string,
  options: Pick<DatabaseOptions, 'poolSize' | 'onError'> = {},
): Database {
  const pool = openPool({ url, poolSize: options.poolSize, onError: options.onError });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let closed: Promise<void> | undefined;
  return {
    prisma,
    pool,
    url,
    close() {
      closed ??= prisma.$disconnect().then(() => pool.end());
      return closed;
    },
  };
}
