import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { sha256 } from '../../base/hash.ts';
import { type Migration, migrate, readMigrations } from '../../prisma/migrate.ts';
import { createTestDatabase, dropTestDatabase } from '../support/database.ts';
import { diagnoseMigrations } from '../support/schemaEngine.ts';

let url: string;
let client: pg.Client;
beforeEach(async () => {
  url = await createTestDatabase('template1');
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await dropTestDatabase(url);
});

function migration(name: string, sql: string): Migration {
  return { name, sql, checksum: sha256(sql) };
}
const first = migration('1_first', 'CREATE TABLE first (id int); INSERT INTO first VALUES (1);');
const second = migration('2_second', 'ALTER TABLE first ADD COLUMN more text;');

async function history() {
  const sql = `SELECT migration_name, checksum, applied_steps_count AS steps, logs, rolled_back_at,
    finished_at >= started_at AS finished FROM _prisma_migrations ORDER BY migration_name`;
  return (await client.query<Record<string, unknown>>(sql)).rows;
}

describe('migrate', () => {
  test('applies what is missing, in order, once', async () => {
    expect(await migrate(url, [first])).toEqual(['1_first']);
    expect(await migrate(url, [first, second])).toEqual(['2_second']);
    expect(await migrate(url, [first, second])).toEqual([]);
    expect((await client.query('SELECT * FROM first')).rows).toEqual([{ id: 1, more: null }]);
    expect(await history()).toEqual(
      [first, second].map(({ name, checksum }) => ({
        migration_name: name,
        checksum,
        steps: 1,
        logs: null,
        rolled_back_at: null,
        finished: true,
      })),
    );
  });

  test('takes turns when two processes start together', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(url, [first, second])));
    expect(applied.flat().sort()).toEqual(['1_first', '2_second']);
    expect((await client.query('SELECT * FROM first')).rowCount).toBe(1);
  });

  test('leaves a history that Prisma finds in order', async () => {
    await migrate(url);
    expect(await diagnoseMigrations(url)).toEqual({
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
      history: null,
    });
    expect((await history()).map((row) => row.migration_name)).toEqual(
      (await readMigrations()).map(({ name }) => name),
    );
  });

  test('refuses when an applied migration was edited', async () => {
    await migrate(url, [first]);
    const edited = migration(first.name, `${first.sql}\n`);
    await expect(migrate(url, [edited, second])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1_first'),
    });
    expect(await history()).toHaveLength(1);
  });

  test('refuses a database that a newer version has migrated', async () => {
    await migrate(url, [first, second]);
    await expect(migrate(url, [first])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('2_second'),
    });
  });

  test('leaves nothing of a migration that fails', async () => {
    const broken = migration('2_broken', 'CREATE TABLE half (id int); SELECT nonsense;');
    await expect(migrate(url, [first, broken])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('nonsense'),
    });
    expect((await client.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }]);
    expect(await migrate(url, [first, second])).toEqual(['2_second']);
  });

  test('refuses to go on after a migration that Prisma began and did not finish', async () => {
    await migrate(url, []);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', $1, '1_first')`,
      [first.checksum],
    );
    await expect(migrate(url, [first])).rejects.toMatchObject({ code: 'conflict' });
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now()');
    expect(await migrate(url, [first])).toEqual(['1_first']);
  });
});
