import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuid } from '../../../base/uuid.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { mergeCustomers } from '../../../feedback/entities/merge.ts';
import { followEvidence } from '../../../feedback/entities/newEvidence.ts';
import { keepOpen } from '../../../feedback/entities/openCalls.ts';
import { isShared } from '../../../feedback/entities/sharedIdentifiers.ts';
import type { Database } from '../../../prisma/database.ts';
import { survivorsOf } from '../../../prisma/repositories/customerMerges.ts';
import { insertIdentifiers } from '../../../prisma/repositories/customers.ts';
import {
  countWaiting,
  finishRequest,
  noteEvidence,
  requestResolution,
  takeRequest,
} from '../../../prisma/repositories/resolutionQueue.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

let db: Database;
let company: { readonly id: string; readonly region: string };
const now = new Date('2025-01-02T00:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  company = await seedCompany(db);
});
afterAll(() => db.close());

const times = { occurredAt: now, recordedAt: now };

async function newCustomer(): Promise<string> {
  return (await db.prisma.customer.create({ data: { companyId: company.id, ...times } })).id;
}

async function openCall(claims: object): Promise<string> {
  const { id } = await db.prisma.call.create({ data: { companyId: company.id, claims, ...times } });
  await keepOpen(db.pool, company.id, id, normalizeIdentity(claims, company));
  return id;
}

test('customers merged into each other at the same time do not vanish in a circle', async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = [await newCustomer(), await newCustomer()];
    const merge = (customerId: string, intoId: string) =>
      transaction(db, (client) =>
        mergeCustomers(
          client,
          { companyId: company.id, customerId, intoId, source: 'person', actor: 'ruth', occurredAt: now },
          now,
        ),
      );
    const results = await Promise.all([merge(a, b), merge(b, a)]);
    expect(results.filter((result) => result.merge !== null)).toHaveLength(1);
    const survivors = await survivorsOf(db.pool, company.id, [a, b]);
    expect(new Set(survivors.values())).toEqual(new Set([results[0]!.survivorId]));
  }
});

describe('the queue of calls to resolve again', () => {
  test('takes the calls that share a key with new evidence, once', async () => {
    const [near, far] = [
      await openCall({ name: 'Jörg Müller' }),
      await openCall({ name: 'Ida Wolkenstein', phone: '030 555666' }),
    ];
    const customerId = await newCustomer();
    const name = { kind: 'name', value: 'Joerg Mueller', normalized: 'joerg mueller' } as const;
    const parts = { given: 'joerg', family: 'mueller' };
    await insertIdentifiers(db.pool, company.id, [{ customerId, ...name, parts, ...times }]);
    await noteEvidence(db.pool, company.id, [customerId], now);
    while ((await transaction(db, (client) => followEvidence(client, company, now))).customers > 0);
    const taken = await transaction(db, async (client) => {
      const request = await takeRequest(client, company.id);
      await finishRequest(client, company.id, request!);
      return request!.callId;
    });
    expect([taken, far]).toEqual([near, far]);
    expect(await countWaiting(db.pool, company.id)).toEqual({ customers: 0, calls: 0 });
  });

  test('skips a call that somebody holds, and keeps one that newer evidence asks for meanwhile', async () => {
    const calls = [await openCall({}), await openCall({})];
    await requestResolution(db.pool, company.id, calls, 'evidence', now);
    const later = new Date(now.getTime() + 1000);
    await transaction(db, async (first) => {
      const mine = await takeRequest(first, company.id);
      await transaction(db, async (second) => {
        const theirs = await takeRequest(second, company.id);
        expect(new Set([mine!.callId, theirs!.callId])).toEqual(new Set(calls));
        await finishRequest(second, company.id, theirs!);
      });
      await requestResolution(db.pool, company.id, [mine!.callId], 'evidence', later);
      await finishRequest(first, company.id, mine!);
    });
    expect(await countWaiting(db.pool, company.id)).toEqual({ customers: 0, calls: 1 });
    await expect(requestResolution(db.pool, company.id, [uuid()], 'evidence', now)).rejects.toMatchObject({
      code: '23503',
    });
  });
});

test.each([
  [5, 3, false, true],
  [4, 4, false, false],
  [9, 2, false, false],
  [4, 2, true, true],
  [3, 3, true, false],
  [9, 1, true, false],
])('%i customers under %i family names, shared before: %s', (customers, familyNames, already, shared) => {
  expect(isShared({ customers, familyNames }, already)).toBe(shared);
});
