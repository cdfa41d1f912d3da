import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { erasedAmong, recordErasure } from '../../../prisma/repositories/erasures.ts';
import { streamHistories } from '../../../prisma/repositories/history.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

const now = new Date('2025-01-01T00:00:00Z');
const times = { occurredAt: now, recordedAt: now };

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('an erasure covers whom they were merged from and every lead that was ever theirs, once', async () => {
  const { id: companyId } = await seedCompany(database);
  const other = await seedCompany(database);
  const customer = (data: object = {}) =>
    database.prisma.customer.create({ data: { companyId, ...times, ...data } });
  const anna = await customer();
  const double = await customer({ status: 'merged', mergedIntoId: anna.id });
  const bert = await customer();
  const lead = (customerId: string) =>
    database.prisma.lead.create({ data: { companyId, customerId, ...times } });
  const hers = await lead(anna.id);
  const once = await lead(double.id);
  const his = await lead(bert.id);
  // Said to be Bert's since: it had been hers.
  await database.prisma.leadVersion.create({
    data: { companyId, leadId: once.id, customerId: bert.id, recordedAt: new Date(now.getTime() + 1) },
  });
  await database.prisma.lead.update({ where: { id: once.id }, data: { customerId: bert.id } });

  const request = { companyId, customerId: anna.id, actor: 'test', now };
  expect(await recordErasure(database.pool, { ...request, companyId: other.id })).toEqual({
    customers: 0,
    leads: 0,
    embeddings: 0,
  });
  expect(await recordErasure(database.pool, request)).toMatchObject({ customers: 2, leads: 2 });
  expect(await recordErasure(database.pool, request)).toMatchObject({ customers: 0, leads: 0 });
  expect(await erasedAmong(database.pool, companyId, 'lead', [hers.id, once.id, his.id])).toEqual(
    new Set([hers.id, once.id]),
  );
  const left = [];
  for await (const { id } of streamHistories(database.pool, companyId, 'lead')) left.push(id);
  expect(left).toEqual([his.id]);
});
