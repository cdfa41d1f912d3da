import pg from 'pg';

/** 200 connections are the embedded server's limit, shared by all processes that use it. */
const defaultPoolSize = 10;

export interface PoolOptions {
  readonly url: string;
  readonly poolSize?: number | undefined;
  /** Hears of connections that broke while nobody waited for an answer on them. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * A pool that outlives its server: a connection that breaks is reported and replaced by the next query,
 * and never ends the process.
 */
export function openPool({ url, poolSize = defaultPoolSize, onError = () => {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    application_name: 'linkloop',
  });
  pool.on('error', onError);
  // pg-pool takes its own listener off a client that is checked out; without one, an 'error' event of a
  // client in the middle of a transaction would be an uncaught exception.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return pool;
}
