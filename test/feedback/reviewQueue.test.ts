import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuid } from '../../base/uuid.ts';
import { recordCorrection } from '../../feedback/corrections.ts';
import { writeAutomaticLink } from '../../feedback/identityLinks.ts';
import { linkingLabels } from '../../feedback/linkingLabels.ts';
import {
  decideReview,
  leaseNextReview,
  openReview,
  reviewStats,
  undoReview,
} from '../../feedback/reviewQueue.ts';
import type { Database } from '../../prisma/database.ts';
import type { ReviewVerdict } from '../../prisma/generated/enums.ts';
import { standingLink } from '../../prisma/repositories/identityLinks.ts';
import { transaction } from '../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
const at = (minute: number) => new Date(Date.UTC(2025, 0, 6, 9, minute));

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** A company with a customer, and calls under review with the given priorities. */
async function queue(...priorities: number[]) {
  const { id: companyId } = await seedCompany(db);
  const customerId = uuid();
  const times = { occurredAt: at(0), recordedAt: at(0) };
  await db.prisma.customer.create({ data: { id: customerId, companyId, ...times } });
  const open = async (priority: number, callId = uuid()) => {
    await db.prisma.call.upsert({
      where: { id: callId },
      create: { id: callId, companyId, ...times },
      update: {},
    });
    return transaction(db, (client) =>
      openReview(client, {
        companyId,
        callId,
        predictionId: uuid(),
        candidates: [{ customerId, probability: 0.6, reasons: [] }],
        priority,
        reason: 'uncertain',
        propensity: 0.25,
        ...times,
      }),
    );
  };
  const tasks = [];
  for (const priority of priorities) tasks.push(await open(priority));
  return {
    companyId,
    customerId,
    tasks,
    open,
    lease: (reviewer: string, minute: number) =>
      transaction(db, (client) => leaseNextReview(client, companyId, reviewer, at(minute), 10)),
    decide: (taskId: string, reviewer: string, verdict: ReviewVerdict, minute: number) =>
      transaction(db, (client) =>
        decideReview(
          client,
          {
            companyId,
            taskId,
            reviewer,
            verdict,
            customerId: verdict === 'link' ? customerId : null,
            seconds: 30,
          },
          at(minute),
        ),
      ),
    undo: (taskId: string, minute: number) =>
      transaction(db, (client) => undoReview(client, companyId, taskId, at(minute), 'ruth')),
    stats: (minute: number) => reviewStats(db.pool, companyId, at(minute)),
  };
}

describe('leasing', () => {
  test('gives the most urgent task, each to one reviewer, until there is none', async () => {
    const { tasks, lease } = await queue(0.2, 0.9, 0.5);
    expect((await lease('ruth', 0))?.id).toBe(tasks[1]!.id);
    expect((await lease('otto', 0))?.id).toBe(tasks[2]!.id);
    expect((await lease('ida', 0))?.id).toBe(tasks[0]!.id);
    expect(await lease('paul', 0)).toBeNull();
  });

  test('gives no task to two reviewers who ask at once', async () => {
    const { lease } = await queue(0.1, 0.2, 0.3, 0.4);
    const leased = await Promise.all(['a', 'b', 'c', 'd'].map((reviewer) => lease(reviewer, 0)));
    const ids = leased.flatMap((task) => task?.id ?? []);
    expect(new Set(ids).size).toBe(4);
  });

  test('gives the same task again to its holder, and to others when the lease has run out', async () => {
    const { tasks, lease, stats } = await queue(0.9);
    const first = await lease('ruth', 0);
    expect(first?.leaseExpiresAt).toEqual(at(10));
    expect((await lease('ruth', 5))?.leaseExpiresAt).toEqual(at(15));
    expect(await lease('otto', 14)).toBeNull();
    expect(await stats(14)).toMatchObject({ open: 0, leased: 1 });
    expect(await stats(15)).toMatchObject({ open: 1, leased: 0 });
    expect((await lease('otto', 15))?.id).toBe(tasks[0]!.id);
  });
});

describe('opening', () => {
  test('keeps one waiting task per call: a newer question replaces one nobody has taken', async () => {
    const { tasks, open, lease } = await queue(0.3);
    const callId = tasks[0]!.callId;
    expect(await open(0.8, callId)).toMatchObject({ id: tasks[0]!.id, priority: 0.8 });
    await lease('ruth', 0);
    expect(await open(0.1, callId)).toMatchObject({ id: tasks[0]!.id, priority: 0.8, leasedBy: 'ruth' });
  });
});

describe('deciding', () => {
  test('links the call, keeps the label with its propensity and closes the task', async () => {
    const { companyId, customerId, tasks, lease, decide, stats } = await queue(0.9);
    await lease('ruth', 0);
    const { correctionId, link } = await decide(tasks[0]!.id, 'ruth', 'link', 1);
    expect(link).toMatchObject({ customerId, source: 'review', correctionId });
    expect(await linkingLabels(db.pool, companyId, at(2))).toMatchObject([
      { customerId, source: 'review', askedFor: 'uncertain', propensity: 0.25, reviewer: 'ruth' },
    ]);
    expect(await stats(2)).toMatchObject({ open: 0, decided: 1, verdicts: { link: 1 }, secondsTotal: 30 });
    await expect(decide(tasks[0]!.id, 'otto', 'link', 3)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('that nobody knows the caller retracts the automatic link', async () => {
    const { companyId, customerId, tasks, decide } = await queue(0.9);
    const { callId } = tasks[0]!;
    const automatic = { companyId, callId, customerId, source: 'model', probability: 0.9 } as const;
    await transaction(db, (client) =>
      writeAutomaticLink(client, { ...automatic, predictionId: uuid() }, at(1)),
    );
    expect((await decide(tasks[0]!.id, 'ruth', 'new_customer', 2)).link).toBeNull();
    expect(await linkingLabels(db.pool, companyId, at(3))).toMatchObject([{ customerId: null }]);
  });

  test('that one cannot tell changes nothing and makes no label', async () => {
    const { companyId, tasks, decide } = await queue(0.9);
    expect(await decide(tasks[0]!.id, 'ruth', 'unsure', 1)).toMatchObject({ correctionId: null, link: null });
    expect(await linkingLabels(db.pool, companyId, at(2))).toEqual([]);
  });

  test('is refused while another reviewer holds the task', async () => {
    const { tasks, lease, decide } = await queue(0.9);
    await lease('ruth', 0);
    await expect(decide(tasks[0]!.id, 'otto', 'unsure', 5)).rejects.toMatchObject({ code: 'conflict' });
    await expect(decide(tasks[0]!.id, 'otto', 'unsure', 10)).resolves.toMatchObject({ link: null });
  });

  test('by two at once counts one of them', async () => {
    const { tasks, decide, stats } = await queue(0.9);
    const both = await Promise.allSettled([
      decide(tasks[0]!.id, 'ruth', 'link', 1),
      decide(tasks[0]!.id, 'otto', 'new_customer', 1),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stats(2)).toMatchObject({ decided: 1 });
  });

  test('elsewhere cancels the task', async () => {
    const { companyId, customerId, tasks, decide, lease } = await queue(0.9);
    const { callId } = tasks[0]!;
    const said = { companyId, callId, toCustomerId: customerId, reviewer: 'crm', occurredAt: at(1) };
    await transaction(db, (client) => recordCorrection(client, said, at(1)));
    expect(await lease('ruth', 2)).toBeNull();
    await expect(decide(tasks[0]!.id, 'ruth', 'unsure', 2)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('cancelled'),
    });
  });
});

describe('undoing', () => {
  test('restores the link of before and asks again', async () => {
    const { companyId, customerId, tasks, decide, undo, lease } = await queue(0.9);
    const { callId } = tasks[0]!;
    const automatic = { companyId, callId, customerId, source: 'model', probability: 0.9 } as const;
    await transaction(db, (client) =>
      writeAutomaticLink(client, { ...automatic, predictionId: uuid() }, at(1)),
    );
    const { decisionId } = await decide(tasks[0]!.id, 'ruth', 'new_customer', 2);
    expect(await undo(tasks[0]!.id, 3)).toMatchObject({ decisionId, status: 'open' });
    expect(await standingLink(db.pool, companyId, callId)).toMatchObject({ customerId, source: 'model' });
    expect(await linkingLabels(db.pool, companyId, at(4))).toEqual([]);
    expect((await lease('otto', 4))?.id).toBe(tasks[0]!.id);
    await expect(undo(tasks[0]!.id, 5)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('does not ask again when somebody has corrected the call since', async () => {
    const { companyId, customerId, tasks, decide, undo } = await queue(0.9);
    const { callId } = tasks[0]!;
    await decide(tasks[0]!.id, 'ruth', 'new_customer', 2);
    const said = { companyId, callId, toCustomerId: customerId, reviewer: 'crm', occurredAt: at(3) };
    await transaction(db, (client) => recordCorrection(client, said, at(3)));
    expect(await undo(tasks[0]!.id, 4)).toMatchObject({ status: 'cancelled', link: { customerId } });
  });
});
