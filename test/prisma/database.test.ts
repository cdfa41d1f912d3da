import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.ts';
import { transaction } from '../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('testDatabase', () => {
  test('gives every caller an empty database of their own', async () => {
    await seedCompany(db);
    const other = await testDatabase();
    try {
      expect(await other.prisma.company.count()).toBe(0);
      expect(await db.prisma.company.count()).toBe(1);
    } finally {
      await other.close();
    }
  });
});

describe('transaction', () => {
  test('commits what the work wrote', async () => {
    const { id } = await seedCompany(db);
    await transaction(db, (client) =>
      client.query('UPDATE company SET name = $2 WHERE id = $1', [id, 'new']),
    );
    expect((await db.prisma.company.findUniqueOrThrow({ where: { id } })).name).toBe('new');
  });

  test('rolls back when the work rejects, and gives the connection back', async () => {
    const { id, name } = await seedCompany(db);
    const idle = db.pool.totalCount;
    await expect(
      transaction(db, async (client) => {
        await client.query('UPDATE company SET name = $2 WHERE id = $1', [id, 'lost']);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await db.prisma.company.findUniqueOrThrow({ where: { id } })).name).toBe(name);
    expect(db.pool.totalCount).toBe(idle);
    expect(db.pool.idleCount).toBe(idle);
  });
});
