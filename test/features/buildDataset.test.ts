import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildDataset } from '../../features/buildDataset.ts';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { Database } from '../../prisma/database.ts';
import type { Company } from '../../prisma/generated/client.ts';
import { leadClosingDays, observedUntil, reportingLagDays } from '../../prisma/repositories/spine.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

const at = (day: number) => new Date(Date.UTC(2025, 0, 1) + day * 86_400_000);
const both = (day: number, known = day) => ({ occurredAt: at(day), recordedAt: at(known) });

let db: Database;
let company: Company;
beforeAll(async () => {
  db = await testDatabase();
  company = await seedCompany(db);
});
afterAll(() => db.close());

const build = (task: HistoryTask, day: number, of: { id: string; settings: unknown } = company) =>
  buildDataset(db.pool, { task, company: of, knownAt: at(day) });

describe('a table of customers with attributes and one report each', () => {
  beforeAll(async () => {
    const companyId = company.id;
    for (const [index, kind] of ['churned', 'retained', 'retained'].entries()) {
      const { id } = await db.prisma.customer.create({
        data: { companyId, externalId: `c${index}`, ...both(0) },
      });
      await db.prisma.attributeSnapshot.create({
        data: {
          companyId,
          subjectType: 'customer',
          subjectId: id,
          attributes: { tenure: index },
          hash: 'h',
          ...both(0),
        },
      });
      await db.prisma.outcome.create({
        data: { companyId, subjectType: 'customer', subjectId: id, kind, ...both(30, 32) },
      });
    }
  });

  test('gives one row each, with its attributes as features', async () => {
    const { rows, labelDefinition, horizonDays } = await build('churn', 100);
    expect(labelDefinition).toBe('churn.reported');
    expect(horizonDays).toBe(60);
    expect(rows.map(({ label, features, asOf }) => [features['attribute.tenure'], label, asOf])).toEqual([
      [0, 1, at(0)],
      [1, 0, at(0)],
      [2, 0, at(0)],
    ]);
  });

  test('gives none before the reports are in', async () => {
    expect((await build('churn', 31)).rows).toEqual([]);
    expect(await reportingLagDays(db.pool, company.id, 'customer', ['churned'], at(100))).toBeCloseTo(2, 9);
    expect(await reportingLagDays(db.pool, company.id, 'customer', ['churned'], at(31))).toBe(0);
  });
});

describe('leads', () => {
  test('have the action features of the company catalogue, and rows of every labelled action', async () => {
    const settings = { nba: { actions: [{ name: 'visit', cost: 9 }] } };
    const other = await seedCompany(db, { settings });
    const { id: leadId } = await db.prisma.lead.create({
      data: { companyId: other.id, value: 40, ...both(0) },
    });
    const visit = await db.prisma.interaction.create({
      data: { companyId: other.id, leadId, action: 'visit', propensity: 0.5, ...both(2) },
    });
    await db.prisma.outcome.create({
      data: {
        companyId: other.id,
        subjectType: 'lead',
        subjectId: leadId,
        kind: 'converted',
        value: 38,
        interactionId: visit.id,
        ...both(4),
      },
    });
    const nba = await build('nba', 200, { id: other.id, settings });
    expect(nba.labelDefinition).toBe('action.answered_within_14_days');
    expect(nba.rows).toMatchObject([
      {
        subjectId: leadId,
        label: 1,
        features: {
          action: 'visit',
          'lead.value': 40,
          'interactions.count.30d.action=visit.direction=outbound': 0,
        },
        context: { propensity: 0.5, converted: 1, value: 38, interactionId: visit.id },
      },
    ]);
    const score = await build('lead_score', 200, { id: other.id, settings });
    expect(score.rows.map(({ label, asOf }) => [label, asOf])).toEqual([[1, at(0)]]);
    expect(nba.definitionHash).toBe(score.definitionHash);
    expect(nba.definitionHash).not.toBe((await build('nba', 200)).definitionHash);
  });
});

test('leads are labelled as soon as nearly all of their age are closed', async () => {
  const desk = await seedCompany(db);
  const add = async (day: number, closedOn: number | null) => {
    const { id } = await db.prisma.lead.create({ data: { companyId: desk.id, ...both(day) } });
    if (closedOn === null) return;
    await db.prisma.outcome.create({
      data: { companyId: desk.id, subjectType: 'lead', subjectId: id, kind: 'lost', ...both(closedOn) },
    });
  };
  const closingDays = () => leadClosingDays(db.pool, desk.id, at(100), 60);
  expect(await closingDays()).toBe(60);
  await add(0, 3);
  await add(10, 14);
  await add(90, 92);
  expect(await closingDays()).toBe(4);
  const { rows, horizonDays } = await build('lead_score', 100, desk);
  expect(horizonDays).toBe(4);
  expect(rows.map(({ asOf }) => asOf)).toEqual([at(0), at(10), at(90)]);
  // One of three stays open.
  await add(20, null);
  expect(await closingDays()).toBe(60);
});

describe('purchases', () => {
  test('end when the data end, and nothing later than the moment of training is seen', async () => {
    const shop = await seedCompany(db);
    const { id: customerId } = await db.prisma.customer.create({ data: { companyId: shop.id, ...both(0) } });
    await db.prisma.transaction.createMany({
      data: [0, 20, 110, 150].map((day) => ({ companyId: shop.id, customerId, amount: 10, ...both(day) })),
    });
    expect(await observedUntil(db.pool, shop.id, at(1000))).toEqual(at(150));
    const summary = async (day: number) =>
      (await build('clv', day, shop)).rows.map(({ asOf, label, weight, features }) => [
        asOf,
        label,
        weight,
        features['transactions.purchaseDays(amount)'],
      ]);
    expect(await summary(1000)).toEqual([
      [at(60), 20, 1, 2],
      [at(150), 0, 0, 4],
    ]);
    expect(await summary(120)).toEqual([
      [at(20), 10, 1, 2],
      [at(110), 0, 0, 3],
    ]);
  });
});

test('building can be cancelled', async () => {
  const signal = AbortSignal.abort();
  await expect(
    buildDataset(db.pool, { task: 'churn', company, knownAt: at(100), signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
});
