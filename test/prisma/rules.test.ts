import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuid } from '../../base/uuid.ts';
import type { Database } from '../../prisma/database.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
let company: string;
let other: string;
let customer: string;
let call: string;
const at = new Date('2026-01-01T00:00:00Z');
const later = new Date('2026-01-02T00:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  company = (await seedCompany(db)).id;
  other = (await seedCompany(db)).id;
  const times = { occurredAt: at, recordedAt: at };
  customer = (await db.prisma.customer.create({ data: { companyId: company, ...times } })).id;
  call = (await db.prisma.call.create({ data: { companyId: company, ...times } })).id;
});
afterAll(() => db.close());

interface LinkRow {
  readonly companyId?: string;
  readonly retractedAt?: Date | null;
  readonly probability?: number | null;
}

function link({ companyId = company, retractedAt = null, probability = null }: LinkRow = {}) {
  return db.pool.query(
    `INSERT INTO identity_link (id, company_id, call_id, customer_id, occurred_at, recorded_at, retracted_at, source, probability)
     VALUES ($1, $2, $3, $4, $5, $5, $6, 'model', $7)`,
    [uuid(), companyId, call, customer, at, retractedAt, probability],
  );
}

const refusedBy = (constraint: string) => expect.objectContaining({ constraint });

describe('identity links', () => {
  test('of a call are in force one at a time', async () => {
    await link({ retractedAt: later });
    await link();
    await expect(link()).rejects.toEqual(refusedBy('identity_link_company_id_call_id_key'));
    await link({ retractedAt: later });
  });

  test('never lead into another company', async () => {
    await expect(link({ companyId: other, retractedAt: later })).rejects.toEqual(
      refusedBy('identity_link_company_id_call_id_fkey'),
    );
  });

  test.each([-0.1, 1.1, Number.NaN])('have no probability of %d', async (probability) => {
    await expect(link({ retractedAt: later, probability })).rejects.toEqual(
      refusedBy('identity_link_probability_check'),
    );
  });

  test('are not retracted before they were known', async () => {
    await expect(link({ retractedAt: new Date(at.getTime() - 1) })).rejects.toEqual(
      refusedBy('identity_link_retracted_at_check'),
    );
  });
});

describe('the alias ledger', () => {
  test('can only be added to', async () => {
    const row = {
      companyId: company,
      task: 'churn',
      alias: 'champion',
      action: 'retire',
      reason: 'r',
      actor: 'a',
    } as const;
    await db.prisma.aliasLedger.create({ data: { ...row, recordedAt: at } });
    for (const statement of [
      "UPDATE alias_ledger SET reason = 'x'",
      'DELETE FROM alias_ledger',
      'TRUNCATE alias_ledger',
    ]) {
      await expect(db.pool.query(statement)).rejects.toMatchObject({
        code: '23001',
        message: expect.stringContaining('append-only'),
      });
    }
    expect(await db.prisma.aliasLedger.count()).toBe(1);
  });
});

describe('values out of their range are refused', () => {
  test.each([
    ['company', `UPDATE company SET wrong_link_limit = 2`],
    ['customer', `UPDATE customer SET status = 'merged'`],
    ['customer', `UPDATE customer SET merged_into_id = id`],
    ['customer', `UPDATE customer SET promoted_at = now()`],
    ['call', `UPDATE call SET duration_seconds = -1`],
    ['call', `UPDATE call SET duration_seconds = 'NaN'`],
  ])('%s: %s', async (_table, statement) => {
    await expect(db.pool.query(statement)).rejects.toMatchObject({ code: '23514' });
  });

  test.each([
    [
      'transaction',
      `(id, company_id, customer_id, amount, occurred_at, recorded_at) VALUES ($3, $1, $2, 'NaN', now(), now())`,
    ],
    [
      'transaction',
      `(id, company_id, customer_id, amount, occurred_at, recorded_at) VALUES ($3, $1, $2, 'Infinity', now(), now())`,
    ],
    [
      'interaction',
      `(id, company_id, customer_id, action, propensity, occurred_at, recorded_at) VALUES ($3, $1, $2, 'call', 1.5, now(), now())`,
    ],
    [
      'interaction',
      `(id, company_id, customer_id, action, direction, occurred_at, recorded_at) VALUES ($3, $1, $2, 'call', 'sideways', now(), now())`,
    ],
    [
      'appointment',
      `(id, company_id, customer_id, status, scheduled_at, occurred_at, recorded_at) VALUES ($3, $1, $2, 'maybe', now(), now(), now())`,
    ],
    [
      'lead',
      `(id, company_id, customer_id, value, occurred_at, recorded_at) VALUES ($3, $1, $2, '-Infinity', now(), now())`,
    ],
  ])('%s %s', async (table, values) => {
    await expect(
      db.pool.query(`INSERT INTO "${table}" ${values}`, [company, customer, uuid()]),
    ).rejects.toMatchObject({ code: '23514' });
  });
});
