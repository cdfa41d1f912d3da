import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { uuid } from '../../../base/uuid.ts';
import type { Database } from '../../../prisma/database.ts';
import {
  type HistoryCursor,
  historyChangesEnd,
  pruneHistoryChanges,
  readHistoryChanges,
} from '../../../prisma/repositories/historyChanges.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

let db: Database;
let companyId: string;
let customerId: string;
let cursor: HistoryCursor;
const now = new Date('2025-03-01T09:00:00Z');
const times = { occurredAt: now, recordedAt: now };

beforeAll(async () => {
  db = await testDatabase();
  companyId = (await seedCompany(db)).id;
  customerId = (await db.prisma.customer.create({ data: { companyId, ...times } })).id;
});
afterAll(() => db.close());
beforeEach(async () => {
  cursor = await historyChangesEnd(db.pool);
});

/** What was noted since the last time, as `source fact customer lead`, `-` for null. */
async function noted(): Promise<string[]> {
  const read = await readHistoryChanges(db.pool, cursor);
  cursor = read.cursor;
  for (const change of read.changes) expect(change.companyId).toBe(companyId);
  return read.changes.map(({ source, factId, customerId, leadId }) =>
    [source, factId, customerId, leadId].map((part) => part ?? '-').join(' '),
  );
}

const purchase = (id: string, amount = 5) =>
  db.prisma.transaction.create({ data: { id, companyId, customerId, amount, ...times } });

test('a fact is noted when it comes, when it changes and when it goes, each time once', async () => {
  const id = uuid();
  const change = `transactions ${id} ${customerId} -`;
  await purchase(id);
  expect(await noted()).toEqual([change]);
  expect(await noted()).toEqual([]);
  await db.prisma.transaction.update({ where: { id }, data: { amount: 6 } });
  expect(await noted()).toEqual([change]);
  await db.prisma.transaction.delete({ where: { id } });
  expect(await noted()).toEqual([change]);
});

test('a fact that moves is noted for both whom it hangs on', async () => {
  const other = (await db.prisma.customer.create({ data: { companyId, ...times } })).id;
  const id = uuid();
  await purchase(id);
  await noted();
  await db.prisma.transaction.update({ where: { id }, data: { customerId: other } });
  expect((await noted()).sort()).toEqual(
    [`transactions ${id} ${customerId} -`, `transactions ${id} ${other} -`].sort(),
  );
});

test('a change that no history shows is not noted', async () => {
  const id = uuid();
  await purchase(id);
  await noted();
  await db.prisma.transaction.update({ where: { id }, data: { amount: 5, externalId: 'key' } });
  await db.prisma.customer.update({ where: { id: customerId }, data: { displayName: 'Anna' } });
  expect(await noted()).toEqual([]);
});

test('of what has no owner of its own, the fact is named', async () => {
  const { id: call } = await db.prisma.call.create({ data: { companyId, ...times } });
  const { id: appointment } = await db.prisma.appointment.create({
    data: { companyId, customerId, scheduledAt: now, ...times },
  });
  await noted();
  await db.prisma.call.update({ where: { id: call }, data: { durationSeconds: 30 } });
  await db.prisma.appointment.update({ where: { id: appointment }, data: { occurredAt: new Date(0) } });
  expect(await noted()).toEqual([`calls ${call} - -`, `appointments ${appointment} - -`]);
});

test('who a lead belongs to, and when it came, concerns whole histories', async () => {
  const { id } = await db.prisma.lead.create({ data: { companyId, customerId, ...times } });
  expect(await noted()).toEqual([`entity - ${customerId} ${id}`]);
  await db.prisma.lead.update({ where: { id }, data: { occurredAt: new Date(0) } });
  expect(await noted()).toEqual([`entity - - ${id}`]);
});

test('a statement of more than a hundred facts is noted once', async () => {
  const purchases = (count: number) =>
    Array.from({ length: count }, () => ({ companyId, customerId, amount: 1, ...times }));
  await db.prisma.transaction.createMany({ data: purchases(100) });
  expect(await noted()).toHaveLength(100);
  await db.prisma.transaction.createMany({ data: purchases(101) });
  expect(await noted()).toEqual(['company - - -']);
});

test('what is committed late is read once it is committed', async () => {
  const late = new pg.Client({ connectionString: db.url });
  await late.connect();
  try {
    const [first, second] = [uuid(), uuid()];
    await late.query('begin');
    await late.query(
      `insert into transaction (id, company_id, customer_id, amount, occurred_at, recorded_at)
       values ($1, $2, $3, 1, now(), now())`,
      [first, companyId, customerId],
    );
    await purchase(second);
    expect(await noted()).toEqual([`transactions ${second} ${customerId} -`]);
    await late.query('commit');
    expect(await noted()).toEqual([`transactions ${first} ${customerId} -`]);
  } finally {
    await late.end();
  }
});

test('whoever has not read for so long that changes may be gone is told so', async () => {
  await purchase(uuid());
  await db.pool.query("update history_change set recorded_at = clock_timestamp() - interval '47 hours'");
  expect(await pruneHistoryChanges(db.pool)).toBe(0);
  const hoursAgo = (hours: number) => ({ ...cursor, readAt: cursor.readAt - hours * 3_600_000 });
  expect((await readHistoryChanges(db.pool, hoursAgo(23))).complete).toBe(true);
  expect((await readHistoryChanges(db.pool, hoursAgo(25))).complete).toBe(false);
  await db.pool.query("update history_change set recorded_at = clock_timestamp() - interval '49 hours'");
  expect(await pruneHistoryChanges(db.pool)).toBeGreaterThan(0);
});
