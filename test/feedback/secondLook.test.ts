import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuid } from '../../base/uuid.ts';
import { linkingLabels } from '../../feedback/linkingLabels.ts';
import { decideReview, leaseNextReview, openReview } from '../../feedback/reviewQueue.ts';
import type { Database } from '../../prisma/database.ts';
import { transaction } from '../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
const at = (minute: number) => new Date(Date.UTC(2025, 0, 6, 9, minute));

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A call under audit whose best candidate has a probability, answered "somebody else" at minute 1. */
async function contradicted(probability: number) {
  const { id: companyId } = await seedCompany(db);
  const [customerId, callId] = [uuid(), uuid()];
  const times = { occurredAt: at(0), recordedAt: at(0) };
  await db.prisma.customer.create({ data: { id: customerId, companyId, ...times } });
  await db.prisma.call.create({ data: { id: callId, companyId, ...times } });
  const candidates = [{ customerId, probability, reasons: [] }];
  const task = {
    companyId,
    callId,
    predictionId: uuid(),
    candidates,
    priority: 1,
    reason: 'control',
    ...times,
  };
  const opened = await transaction(db, (client) => openReview(client, { ...task, propensity: 0.5 }));
  const lease = (minute: number, reviewer = 'ruth') =>
    transaction(db, (client) => leaseNextReview(client, companyId, reviewer, at(minute), 10));
  const decide = (taskId: string, right: boolean, minute: number, reviewer = 'ruth') =>
    transaction(db, (client) =>
      decideReview(
        client,
        {
          companyId,
          taskId,
          reviewer,
          verdict: right ? 'link' : 'new_customer',
          customerId: right ? customerId : null,
          seconds: 30,
        },
        at(minute),
      ),
    );
  await lease(0);
  await decide(opened.id, false, 1);
  /** Another call, about which nobody else has said anything. */
  const openAnother = async () => {
    const { id } = await db.prisma.call.create({ data: { companyId, ...times } });
    return transaction(db, (client) => openReview(client, { ...task, callId: id, propensity: 1 }));
  };
  return { companyId, customerId, lease, decide, openAnother };
}

test('an answer against a candidate that was all but certain is asked for again, once, and the second one stands', async () => {
  const { companyId, customerId, lease, decide } = await contradicted(0.97);
  // Until then the first answer counts.
  expect(await linkingLabels(db.pool, companyId, at(2))).toMatchObject([
    { customerId: null, propensity: 0.5 },
  ]);
  const again = await lease(2);
  expect(again).toMatchObject({ reason: 'second_look', propensity: 0.5 });
  await decide(again!.id, true, 3);
  expect(await linkingLabels(db.pool, companyId, at(4))).toMatchObject([{ customerId, propensity: 0.5 }]);
  expect(await lease(4)).toBeNull();
});

test('two answers against it are enough', async () => {
  const { companyId, lease, decide } = await contradicted(0.97);
  await decide((await lease(2))!.id, false, 3);
  expect(await lease(4)).toBeNull();
  expect(await linkingLabels(db.pool, companyId, at(4))).toMatchObject([{ customerId: null }]);
});

test('an answer against an uncertain candidate stands', async () => {
  const { lease } = await contradicted(0.6);
  expect(await lease(2)).toBeNull();
});

test('the second look is for somebody else, unless nobody else reviews', async () => {
  const { lease, decide, openAnother } = await contradicted(0.97);
  const another = await openAnother();
  await decide(another.id, true, 2, 'paul');
  expect(await lease(3)).toBeNull();
  expect(await lease(3, 'paul')).toMatchObject({ reason: 'second_look' });
  // A week later Paul has not been heard of again.
  expect(await lease(3 + 7 * 24 * 60)).toMatchObject({ reason: 'second_look' });
});
