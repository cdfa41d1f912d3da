import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CopyValue, copyRows, stageRows } from '../../prisma/copyRows.ts';
import type { Database } from '../../prisma/database.ts';
import { transaction } from '../../prisma/transaction.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(
    `CREATE TABLE sample (n int, "a text" text, f float8, b boolean, t timestamptz, j jsonb, y bytea, g bigint)`,
  );
});
afterAll(() => db.close());

const columns = ['n', 'a text', 'f', 'b', 't', 'j', 'y', 'g'];

async function stored(): Promise<unknown[]> {
  const { rows } = await db.pool.query({ text: 'SELECT * FROM sample ORDER BY n', rowMode: 'array' });
  return rows;
}

const cell = fc.tuple(
  // PostgreSQL's text has no NUL, and no halves of surrogate pairs.
  fc.option(
    fc
      .string({ unit: 'binary' })
      .map((text) => text.replaceAll('\0', ''))
      .filter((text) => Buffer.from(text).toString() === text),
  ),
  fc.option(fc.double()),
  fc.option(fc.boolean()),
  fc.option(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
  fc.option(
    fc.dictionary(fc.stringMatching(/^[a-z"\\\n\t]*$/), fc.oneof(fc.integer(), fc.constant('\\N\t\n'))),
  ),
  fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
  fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
);

describe('copyRows', () => {
  test('stores every value as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 50 }), async (cells) => {
        await db.pool.query('TRUNCATE sample');
        const rows: CopyValue[][] = cells.map((values, n) => [n, ...values]);
        expect(await transaction(db, (client) => copyRows(client, 'sample', columns, rows))).toBe(
          rows.length,
        );
        expect(await stored()).toEqual(
          rows.map((row) => row.map((value) => (typeof value === 'bigint' ? String(value) : value))),
        );
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  test('takes rows as they come, in more than one message', async () => {
    async function* rows() {
      for (let n = 0; n < 3000; n++) yield [n, 'x'.repeat(50)];
    }
    await db.pool.query('TRUNCATE sample');
    await transaction(db, (client) => copyRows(client, 'sample', ['n', 'a text'], rows()));
    const { rows: counted } = await db.pool.query(
      'SELECT count(*)::int AS n, sum(n)::int AS sum FROM sample',
    );
    expect(counted).toEqual([{ n: 3000, sum: (2999 * 3000) / 2 }]);
  });

  test('appends nothing when the rows end in an error, and leaves the connection usable', async () => {
    function* rows() {
      for (let n = 0; n < 5000; n++) yield [n, 'x'.repeat(50)];
      throw new Error('no more');
    }
    await db.pool.query('TRUNCATE sample');
    const client = await db.pool.connect();
    try {
      await expect(copyRows(client, 'sample', ['n', 'a text'], rows())).rejects.toThrow('no more');
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    } finally {
      client.release();
    }
    expect(await stored()).toEqual([]);
  });

  test('says which row the database refused', async () => {
    const refused = transaction(db, (client) => copyRows(client, 'sample', ['n'], [[1], ['two']]));
    await expect(refused).rejects.toMatchObject({ code: '22P02', where: expect.stringContaining('line 2') });
  });
});

describe('stageRows', () => {
  test('merges in one statement and leaves no table behind', async () => {
    await db.pool.query('CREATE TABLE target (id int PRIMARY KEY, name text)');
    await db.pool.query(`INSERT INTO target VALUES (1, 'old')`);
    const merge = (rows: CopyValue[][]) =>
      transaction(db, async (client) => {
        await stageRows(client, 'staged', { id: 'int', name: 'text' }, rows);
        await client.query(
          'INSERT INTO target SELECT * FROM staged ON CONFLICT (id) DO UPDATE SET name = excluded.name',
        );
        // A second time in the same transaction replaces the first.
        await stageRows(client, 'staged', { id: 'int' }, [[9]]);
        return (await client.query('SELECT * FROM staged')).rows;
      });
    expect(
      await merge([
        [1, 'new'],
        [2, 'two'],
      ]),
    ).toEqual([{ id: 9 }]);
    expect((await db.pool.query('SELECT * FROM target ORDER BY id')).rows).toEqual([
      { id: 1, name: 'new' },
      { id: 2, name: 'two' },
    ]);
    expect((await db.pool.query(`SELECT to_regclass('staged') AS staged`)).rows).toEqual([{ staged: null }]);
  });
});
