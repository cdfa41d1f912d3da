import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../base/problem.ts';
import { connectDatabase } from '../../prisma/database.ts';
import { transaction } from '../../prisma/transaction.ts';
import { databaseUnavailable } from '../../prisma/unavailable.ts';
import { createTestDatabase, dropTestDatabase, testDatabase, testServerUrl } from '../support/database.ts';

const nowhere = 'postgres://nobody:secret@127.0.0.1:1/none';

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('databaseUnavailable', () => {
  test('knows a server that is not there, through the pool, Prisma and transaction', async () => {
    const db = connectDatabase(nowhere);
    const failures = await Promise.all([
      failureOf(db.pool.query('SELECT 1')),
      failureOf(db.prisma.company.count()),
      failureOf(transaction(db, async () => 1)),
    ]);
    for (const failure of failures)
      expect(databaseUnavailable(failure)).toMatchObject({ code: 'unavailable' });
    expect(failures[2]).toBeInstanceOf(Problem);
    await db.close();
  });

  test('knows a session that an administrator ended, and the pool goes on', async () => {
    const db = await testDatabase();
    const admin = connectDatabase(testServerUrl());
    const name = new URL(db.url).pathname.slice(1);
    const end = () =>
      admin.pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    try {
      const asleep = failureOf(db.pool.query('SELECT pg_sleep(20)'));
      const prismaAsleep = failureOf(db.prisma.$queryRaw`SELECT pg_sleep(20)::text`);
      await untilAsleep(admin.pool, name, 2);
      await end();
      expect(databaseUnavailable(await asleep)).toMatchObject({ code: 'unavailable' });
      expect(databaseUnavailable(await prismaAsleep)).toMatchObject({ code: 'unavailable' });
      expect((await db.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await admin.close();
      await db.close();
    }
  });

  test('an idle connection that breaks is reported and replaced', async () => {
    const url = await createTestDatabase('template1');
    const errors: Error[] = [];
    const db = connectDatabase(url, { onError: (error) => errors.push(error) });
    const admin = connectDatabase(testServerUrl());
    try {
      const backend = async () => (await db.pool.query('SELECT pg_backend_pid() AS pid')).rows[0];
      const { pid } = await backend();
      await admin.pool.query('SELECT pg_terminate_backend($1)', [pid]);
      while (errors.length === 0) await new Promise((done) => setTimeout(done, 5));
      expect(databaseUnavailable(errors[0])).toMatchObject({ code: 'unavailable' });
      expect((await backend()).pid).not.toBe(pid);
    } finally {
      await admin.close();
      await db.close();
      await dropTestDatabase(url);
    }
  });

  test('leaves alone what is wrong with the statement', async () => {
    const url = await createTestDatabase('template1');
    const db = connectDatabase(url);
    expect(databaseUnavailable(await failureOf(db.pool.query('SELECT nonsense')))).toBeUndefined();
    expect(databaseUnavailable(await failureOf(db.prisma.company.count()))).toBeUndefined();
    expect(
      databaseUnavailable(new Problem('conflict', 'x', { cause: { code: 'ECONNREFUSED' } })),
    ).toBeUndefined();
    await db.close();
    await dropTestDatabase(url);
  });
});

async function untilAsleep(
  pool: { query(sql: string, values: unknown[]): Promise<{ rowCount: number | null }> },
  database: string,
  count: number,
): Promise<void> {
  const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event = 'PgSleep'`;
  while ((await pool.query(sql, [database])).rowCount !== count)
    await new Promise((done) => setTimeout(done, 10));
}
