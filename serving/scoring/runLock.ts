import type { Database } from '../../prisma/database.ts';

/**
 * Does `work` unless another process has the run in hand; undefined: it has. The lock belongs to a connection, so that a
 * process that is killed lets go of it at once.
 */
export async function withRunLock<T>(
  database: Pick<Database, 'pool'>,
  runId: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = await database.pool.connect();
  const key = `scoring_run ${runId}`;
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
      [key],
    );
    if (!rows[0]!.free) return undefined;
    try {
      return await work();
    } finally {
      await client
        .query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
        .catch((error: Error) => {
          broken = error;
        });
    }
  } finally {
    // A connection that may still hold the lock is not given to somebody else.
    client.release(broken);
  }
}
