import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.ts';
import { aliasHistory } from '../../prisma/repositories/aliases.ts';
import { listExperiments } from '../../prisma/repositories/experiments.ts';
import { transaction } from '../../prisma/transaction.ts';
import { appendAlias, currentStanding, promote, retire, rollback } from '../../training/aliases.ts';
import { runningExperiment, startExperiment } from '../../training/experiments.ts';
import { loadVersion } from '../../training/registry.ts';
import { seedCompany, testDatabase } from '../support/database.ts';
import { seedVersion } from './seedVersion.ts';

let database: Database;
let companyId: string;
const now = new Date('2026-03-02T03:00:00Z');
const change = () => ({ companyId, task: 'churn' as const, actor: 'tester', reason: 'because', now });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  companyId = (await seedCompany(database)).id;
});

const ledger = () => aliasHistory(database.pool, companyId, 'churn', 'champion');
const standing = () => currentStanding(database.pool, companyId, 'churn');
const count = async (table: string) =>
  Number(
    (await database.pool.query(`select count(*) from ${table} where company_id = $1`, [companyId])).rows[0]
      .count,
  );

async function challenge(champion: string, challenger: string): Promise<void> {
  await transaction(database, async (client) => {
    await startExperiment(client, {
      companyId,
      task: 'churn',
      championVersionId: champion,
      challengerVersionId: challenger,
      now,
    });
    await appendAlias(client, {
      ...change(),
      alias: 'challenger',
      action: 'challenge',
      modelVersionId: challenger,
    });
  });
}

describe('the alias ledger', () => {
  test('promote and rollback are one row each, with an outbox row and an audit row', async () => {
    const first = await seedVersion(database, companyId, 'churn');
    const second = await seedVersion(database, companyId, 'churn');
    for (const [version, rows] of [
      [1, 1],
      [2, 2],
    ] as const) {
      await promote(database, { ...change(), version });
      for (const table of ['alias_ledger', 'outbox', 'audit_log']) expect(await count(table)).toBe(rows);
    }
    expect((await standing()).champion).toBe(second.id);
    await rollback(database, change());
    for (const table of ['alias_ledger', 'outbox', 'audit_log']) expect(await count(table)).toBe(3);
    expect((await standing()).champion).toBe(first.id);
    const { rows } = await database.pool.query('select topic, subject from outbox where company_id = $1', [
      companyId,
    ]);
    expect(rows).toEqual(Array(3).fill({ topic: 'alias.changed', subject: 'churn' }));
  });

  test('rollback walks back to the fallback rule and then refuses', async () => {
    await seedVersion(database, companyId, 'churn');
    await seedVersion(database, companyId, 'churn');
    await promote(database, { ...change(), version: 1 });
    await promote(database, { ...change(), version: 2 });
    await rollback(database, change());
    await rollback(database, change());
    expect((await standing()).champion).toBeNull();
    expect((await ledger())[0]).toMatchObject({ action: 'rollback', modelVersionId: null });
    await expect(rollback(database, change())).rejects.toMatchObject({ code: 'conflict' });
    expect(await ledger()).toHaveLength(4);
  });

  test('refuses to change or delete what was written', async () => {
    await seedVersion(database, companyId, 'churn');
    await promote(database, { ...change(), version: 1 });
    for (const statement of [
      `update alias_ledger set reason = 'other' where company_id = $1`,
      'delete from alias_ledger where company_id = $1',
    ]) {
      await expect(database.pool.query(statement, [companyId])).rejects.toThrow(/append-only/);
    }
  });

  test('a promotion or a rollback ends the challenge and its experiment', async () => {
    const first = await seedVersion(database, companyId, 'churn');
    const second = await seedVersion(database, companyId, 'churn');
    const third = await seedVersion(database, companyId, 'churn');
    await promote(database, { ...change(), version: 1 });
    await promote(database, { ...change(), version: 2 });
    await challenge(second.id, third.id);
    expect(await standing()).toEqual({ champion: second.id, challenger: third.id });
    await rollback(database, change());
    expect(await standing()).toEqual({ champion: first.id, challenger: null });
    expect(await runningExperiment(database.pool, companyId, 'churn')).toBeNull();
    const [experiment] = await listExperiments(database.pool, companyId, { task: 'churn' });
    expect(experiment).toMatchObject({ stoppedAt: now, decision: { verdict: 'ended', reason: 'because' } });
  });

  test('retire leaves the champion alone', async () => {
    const first = await seedVersion(database, companyId, 'churn');
    const second = await seedVersion(database, companyId, 'churn');
    await promote(database, { ...change(), version: 1 });
    await challenge(first.id, second.id);
    await retire(database, change());
    expect(await standing()).toEqual({ champion: first.id, challenger: null });
    await expect(retire(database, change())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a newer challenger replaces an older one', async () => {
    const [first, second, third] = [
      await seedVersion(database, companyId, 'churn'),
      await seedVersion(database, companyId, 'churn'),
      await seedVersion(database, companyId, 'churn'),
    ];
    await promote(database, { ...change(), version: 1 });
    await challenge(first.id, second.id);
    await challenge(first.id, third.id);
    expect(await standing()).toEqual({ champion: first.id, challenger: third.id });
    const running = await listExperiments(database.pool, companyId, { task: 'churn', running: true });
    expect(running.map(({ challengerVersionId }) => challengerVersionId)).toEqual([third.id]);
  });

  test('names nothing that does not exist, of another task or of another company', async () => {
    await expect(promote(database, { ...change(), version: 1 })).rejects.toMatchObject({ code: 'not_found' });
    await seedVersion(database, companyId, 'nba');
    await expect(promote(database, { ...change(), version: 1 })).rejects.toMatchObject({ code: 'not_found' });
    const other = await seedCompany(database);
    await seedVersion(database, other.id, 'churn');
    await expect(promote(database, { ...change(), version: 1 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await ledger()).toEqual([]);
  });

  test('promoting the champion again is refused', async () => {
    await seedVersion(database, companyId, 'churn');
    await promote(database, { ...change(), version: 1 });
    await expect(promote(database, { ...change(), version: 1 })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of changes at the same time, each follows the one before', async () => {
    for (let version = 1; version <= 5; version++) await seedVersion(database, companyId, 'churn');
    await Promise.all([1, 2, 3, 4, 5].map((version) => promote(database, { ...change(), version })));
    const champions = (await ledger()).map(({ modelVersionId }) => modelVersionId);
    expect(new Set(champions).size).toBe(5);
    await rollback(database, change());
    expect((await standing()).champion).toBe(champions[1]);
  });
});

describe('loadVersion', () => {
  test('gives the bytes that were registered', async () => {
    const { id } = await seedVersion(database, companyId, 'churn', Buffer.from([1, 2, 3]));
    const loaded = await loadVersion(database.pool, companyId, id);
    expect([...loaded.artifact]).toEqual([1, 2, 3]);
    expect(loaded).toMatchObject({ task: 'churn', version: 1 });
  });

  test('refuses bytes that are not the registered ones', async () => {
    const { id } = await seedVersion(database, companyId, 'churn', Buffer.from([1, 2, 3]), 'f'.repeat(64));
    await expect(loadVersion(database.pool, companyId, id)).rejects.toMatchObject({
      code: 'artifact_invalid',
    });
  });

  test('knows no version of another company', async () => {
    const other = await seedCompany(database);
    const { id } = await seedVersion(database, other.id, 'churn');
    await expect(loadVersion(database.pool, companyId, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
