import type pg from 'pg';
import type { Database } from './database.ts';
import { databaseUnavailable } from './unavailable.ts';

/**
 * Runs `work` in one transaction (read committed) on a connection of its own: committed when `work`
 * resolves, rolled back when it rejects. Do not keep the client.
 *
 * @throws Problem 'unavailable' when the server cannot be reached or is lost on the way. A commit whose
 * answer is lost may have taken effect: writes that are repeated must be idempotent.
 */
export async function transaction<T>(
  db: Pick<Database, 'pool'>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await db.pool.connect();
  } catch (error) {
    throw databaseUnavailable(error) ?? error;
  }
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw databaseUnavailable(error) ?? error;
  } finally {
    // A connection that could not roll back must not be given to somebody else.
    client.release(broken);
  }
}
