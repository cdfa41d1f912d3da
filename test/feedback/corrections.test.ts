import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuid } from '../../base/uuid.ts';
import { recordCorrection, undoCorrection } from '../../feedback/corrections.ts';
import { settledLink, writeAutomaticLink } from '../../feedback/identityLinks.ts';
import { linkingLabels } from '../../feedback/linkingLabels.ts';
import type { Database } from '../../prisma/database.ts';
import { linkHistory, standingLink } from '../../prisma/repositories/identityLinks.ts';
import { transaction } from '../../prisma/transaction.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let db: Database;
let companyId: string;
let anna: string;
let bert: string;

const day = (n: number) => new Date(Date.UTC(2025, 0, n));

beforeAll(async () => {
  db = await testDatabase();
  companyId = (await seedCompany(db)).id;
  [anna, bert] = [await newCustomer(), await newCustomer()];
});
afterAll(() => db.close());

async function newCustomer(): Promise<string> {
  const id = uuid();
  await db.prisma.customer.create({ data: { id, companyId, occurredAt: day(1), recordedAt: day(1) } });
  return id;
}

async function newCall(): Promise<string> {
  const id = uuid();
  await db.prisma.call.create({ data: { id, companyId, occurredAt: day(2), recordedAt: day(2) } });
  return id;
}

const correct = (callId: string, toCustomerId: string | null, at: Date, externalId: string | null = null) =>
  transaction(db, (client) =>
    recordCorrection(
      client,
      { companyId, callId, toCustomerId, reviewer: 'ruth', externalId, occurredAt: at },
      at,
    ),
  );

const linkAutomatically = (callId: string, customerId: string | null, at: Date) =>
  transaction(db, async (client) =>
    writeAutomaticLink(
      client,
      { companyId, callId, customerId, source: 'model', probability: 0.9, predictionId: uuid() },
      at,
    ),
  );

const undo = (correctionId: string, at: Date) =>
  transaction(db, (client) => undoCorrection(client, companyId, correctionId, at, 'ruth'));

/** Whom the call belonged to, as known on each day of January from the 2nd. */
async function knownOn(callId: string, ...days: number[]) {
  const links = await linkHistory(db.pool, companyId, callId);
  return days.map((n) => {
    const known = links.filter(
      ({ recordedAt, retractedAt }) => recordedAt <= day(n) && (retractedAt === null || retractedAt > day(n)),
    );
    if (known.length > 1) throw new Error(`${known.length} links are known on day ${n}`);
    return known[0]?.customerId ?? null;
  });
}

describe('a correction', () => {
  test('moves the call at its moment and keeps what was known before', async () => {
    const call = await newCall();
    await linkAutomatically(call, anna, day(3));
    const { link, changed } = await correct(call, bert, day(5));
    expect(changed).toBe(true);
    expect(link).toMatchObject({ customerId: bert, source: 'correction', probability: null });
    expect(await knownOn(call, 2, 3, 4, 5, 6)).toEqual([null, anna, anna, bert, bert]);
    const recorded = await db.prisma.linkCorrection.findFirstOrThrow({ where: { callId: call } });
    expect(recorded).toMatchObject({ fromCustomerId: anna, toCustomerId: bert });
  });

  test('to nobody retracts the link and keeps models from linking again', async () => {
    const call = await newCall();
    await linkAutomatically(call, anna, day(3));
    expect((await correct(call, null, day(5))).link).toBeNull();
    const { link, settled } = await linkAutomatically(call, anna, day(6));
    expect(link).toBeNull();
    expect(settled).toEqual({ customerId: null, by: 'correction', at: day(5) });
    expect(await knownOn(call, 4, 5, 6)).toEqual([anna, null, null]);
  });

  test('confirming an automatic link protects it from later models', async () => {
    const call = await newCall();
    await linkAutomatically(call, anna, day(3));
    await correct(call, anna, day(4));
    await linkAutomatically(call, bert, day(5));
    expect(await standingLink(db.pool, companyId, call)).toMatchObject({
      customerId: anna,
      source: 'correction',
    });
  });

  test('delivered again changes nothing; another under its id is refused', async () => {
    const call = await newCall();
    const first = await correct(call, anna, day(4), 'crm-1');
    const again = await correct(call, anna, day(9), 'crm-1');
    expect(again).toMatchObject({ correctionId: first.correctionId, changed: false });
    await expect(correct(call, bert, day(9), 'crm-1')).rejects.toMatchObject({ code: 'conflict' });
    expect(await knownOn(call, 9)).toEqual([anna]);
  });

  test('known late but dated earlier fills only the time up to the next one', async () => {
    const call = await newCall();
    await linkAutomatically(call, bert, day(3));
    await correct(call, bert, day(10));
    await correct(call, anna, day(6));
    expect(await knownOn(call, 5, 6, 9, 10, 11)).toEqual([bert, anna, anna, bert, bert]);
    expect(await settledLink(db.pool, companyId, call)).toEqual({
      customerId: bert,
      by: 'correction',
      at: day(10),
    });
  });

  test('announces the call and leaves an audit trail', async () => {
    const call = await newCall();
    const { correctionId } = await correct(call, anna, day(4));
    expect(await db.prisma.outbox.count({ where: { topic: 'link.changed', subject: call } })).toBe(1);
    expect(await db.prisma.auditLog.findFirst({ where: { subject: correctionId } })).toMatchObject({
      actor: 'ruth',
      action: 'link.correct',
    });
  });

  test('of calls and customers of another company is refused', async () => {
    const other = (await seedCompany(db)).id;
    const call = await newCall();
    const input = { callId: call, toCustomerId: anna, reviewer: 'eve', occurredAt: day(4) };
    await expect(
      transaction(db, (client) => recordCorrection(client, { ...input, companyId: other }, day(4))),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(correct(call, uuid(), day(4))).rejects.toMatchObject({ code: 'not_found' });
    expect(await knownOn(call, 4)).toEqual([null]);
  });

  test('two at once leave one link', async () => {
    const call = await newCall();
    await Promise.all([correct(call, anna, day(4)), correct(call, bert, day(4))]);
    const links = await linkHistory(db.pool, companyId, call);
    expect(links.filter(({ retractedAt }) => retractedAt === null)).toHaveLength(1);
  });
});

describe('undoing a correction', () => {
  test('brings the automatic link back as it was', async () => {
    const call = await newCall();
    const { link } = await linkAutomatically(call, anna, day(3));
    const { correctionId } = await correct(call, bert, day(5));
    await undo(correctionId, day(7));
    expect(await standingLink(db.pool, companyId, call)).toMatchObject({
      customerId: anna,
      source: 'model',
      probability: 0.9,
      predictionId: link!.predictionId,
    });
    expect(await knownOn(call, 4, 5, 6, 7)).toEqual([anna, bert, bert, anna]);
    await linkAutomatically(call, bert, day(8));
    expect(await knownOn(call, 8)).toEqual([bert]);
  });

  test('brings an earlier correction back', async () => {
    const call = await newCall();
    await linkAutomatically(call, bert, day(3));
    await correct(call, anna, day(4));
    const second = await correct(call, null, day(5));
    await undo(second.correctionId, day(6));
    expect(await standingLink(db.pool, companyId, call)).toMatchObject({
      customerId: anna,
      source: 'correction',
    });
  });

  test('leaves a newer correction alone', async () => {
    const call = await newCall();
    const first = await correct(call, anna, day(4));
    await correct(call, bert, day(5));
    expect(await undo(first.correctionId, day(6))).toMatchObject({ restored: false });
    expect(await knownOn(call, 7)).toEqual([bert]);
  });

  test('works in the moment of the correction, when the clock stands still', async () => {
    const call = await newCall();
    await linkAutomatically(call, anna, day(3));
    const { correctionId } = await correct(call, bert, day(3));
    expect(await knownOn(call, 3)).toEqual([bert]);
    await undo(correctionId, day(3));
    expect(await knownOn(call, 3)).toEqual([anna]);
  });

  test('does not bring back what the machine itself had given up', async () => {
    const call = await newCall();
    await linkAutomatically(call, anna, day(3));
    await linkAutomatically(call, null, day(4));
    const { correctionId } = await correct(call, bert, day(5));
    await undo(correctionId, day(6));
    expect(await knownOn(call, 6)).toEqual([null]);
  });

  test('twice is a conflict', async () => {
    const call = await newCall();
    const { correctionId } = await correct(call, anna, day(4));
    await undo(correctionId, day(5));
    await expect(undo(correctionId, day(6))).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('labels', () => {
  test('are the newest correction of each call, as known at a moment', async () => {
    const own = await seedCompany(db);
    const customer = uuid();
    const call = uuid();
    const times = { occurredAt: day(1), recordedAt: day(1) };
    await db.prisma.customer.create({ data: { id: customer, companyId: own.id, ...times } });
    await db.prisma.call.create({ data: { id: call, companyId: own.id, ...times } });
    const say = (toCustomerId: string | null, at: Date) =>
      transaction(db, (client) =>
        recordCorrection(
          client,
          { companyId: own.id, callId: call, toCustomerId, reviewer: 'ruth', occurredAt: at },
          at,
        ),
      );
    const first = await say(customer, day(4));
    const second = await say(null, day(6));
    await transaction(db, (client) => undoCorrection(client, own.id, second.correctionId, day(8), 'ruth'));
    const labelsAt = async (n: number) =>
      (await linkingLabels(db.pool, own.id, day(n))).map(({ customerId, correctionId }) => [
        customerId,
        correctionId,
      ]);
    expect(await labelsAt(3)).toEqual([]);
    expect(await labelsAt(5)).toEqual([[customer, first.correctionId]]);
    expect(await labelsAt(7)).toEqual([[null, second.correctionId]]);
    expect(await labelsAt(9)).toEqual([[customer, first.correctionId]]);
    expect(await linkingLabels(db.pool, companyId, day(3))).toEqual([]);
    expect((await linkingLabels(db.pool, own.id, day(9)))[0]).toMatchObject({
      source: 'correction',
      askedFor: null,
      propensity: null,
    });
  });
});
