import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isKnown, newestKnown } from '../../../features/asOf.ts';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Company, Prisma } from '../../../prisma/generated/client.ts';
import { loadHistories, loadHistory, streamHistories } from '../../../prisma/repositories/history.ts';
import { historyOwners } from '../../../prisma/repositories/historyOwners.ts';
import type { Fact } from '../../../prisma/repositories/historyRecord.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day));
const both = (day: number, known = day) => ({ occurredAt: at(day), recordedAt: at(known) });

let db: Database;
let company: Company;
let anna: string;
let bert: string;
let lead: string;
let call: string;

beforeAll(async () => {
  db = await testDatabase();
  company = await seedCompany(db);
  const companyId = company.id;
  const customer = (externalId: string, more: Partial<Prisma.CustomerUncheckedCreateInput> = {}) =>
    db.prisma.customer.create({ data: { companyId, externalId, ...both(0), ...more } });
  anna = (await customer('anna')).id;
  bert = (await customer('bert')).id;
  await customer('gone', { status: 'merged', mergedIntoId: bert });
  const newLead = (externalId: string, customerId: string | null) =>
    db.prisma.lead.create({
      data: { companyId, externalId, customerId, source: 'web', value: 80, ...both(2) },
    });
  lead = (await newLead('lead', anna)).id;
  const otherLead = (await newLead('other', anna)).id;
  call = (await db.prisma.call.create({ data: { companyId, durationSeconds: 60, ...both(3) } })).id;
  await db.prisma.identityLink.createMany({
    data: [
      {
        companyId,
        callId: call,
        customerId: bert,
        source: 'model',
        probability: 0.9,
        ...both(3),
        retractedAt: at(6),
      },
      { companyId, callId: call, customerId: anna, source: 'correction', ...both(3, 6) },
    ],
  });
  await db.prisma.transaction.createMany({
    data: [
      { companyId, customerId: anna, amount: 12.5, ...both(5) },
      { companyId, customerId: anna, amount: 20, ...both(4, 8) },
    ],
  });
  await db.prisma.interaction.createMany({
    data: [
      { companyId, leadId: lead, customerId: anna, action: 'both', ...both(4) },
      { companyId, leadId: otherLead, customerId: anna, action: 'other lead', ...both(4) },
      { companyId, customerId: anna, action: 'person', ...both(5) },
      { companyId, leadId: lead, action: 'lead', ...both(6) },
    ],
  });
  await db.prisma.appointment.create({ data: { companyId, leadId: lead, scheduledAt: at(9), ...both(7) } });
  await db.prisma.outcome.create({
    data: { companyId, subjectType: 'lead', subjectId: lead, kind: 'converted', value: 75, ...both(10) },
  });
  await db.prisma.attributeSnapshot.create({
    data: {
      companyId,
      subjectType: 'customer',
      subjectId: anna,
      attributes: { plan: 'x', size: 3, vip: true, none: null, nested: { a: 1 } },
      hash: 'h',
      ...both(1),
    },
  });
  // The subject of an outcome is not bound to a company by a foreign key.
  const stranger = await seedCompany(db);
  await db.prisma.outcome.create({
    data: { companyId: stranger.id, subjectType: 'lead', subjectId: lead, kind: 'lost', ...both(1) },
  });
});

afterAll(() => db.close());

describe('the history of a customer', () => {
  test('has the facts of its own company in time order, with both times', async () => {
    const history = (await loadHistory(db.pool, company.id, 'customer', anna))!;
    expect(
      history.transactions.map(({ amount, occurredAt, recordedAt }) => [amount, occurredAt, recordedAt]),
    ).toEqual([
      [20, at(4).getTime(), at(8).getTime()],
      [12.5, at(5).getTime(), at(5).getTime()],
    ]);
    expect(history.attributes[0]?.attributes).toEqual({ plan: 'x', size: 3, vip: true, none: null });
    expect(history.leadVersions).toEqual([]);
  });

  test('counts a call for whom it was linked to, while it was', async () => {
    const [a, b] = await Promise.all(
      [anna, bert].map(async (id) => (await loadHistory(db.pool, company.id, 'customer', id))!.calls),
    );
    expect(b).toMatchObject([
      { id: call, recordedAt: at(3).getTime(), retractedAt: at(6).getTime(), linkProbability: 0.9 },
    ]);
    expect(a).toMatchObject([
      { id: call, recordedAt: at(6).getTime(), retractedAt: null, linkProbability: 1 },
    ]);
  });

  test('includes what concerned their leads, once', async () => {
    const history = (await loadHistory(db.pool, company.id, 'customer', anna))!;
    expect(history.interactions.map(({ action }) => action).sort()).toEqual([
      'both',
      'lead',
      'other lead',
      'person',
    ]);
    expect(history.appointments).toHaveLength(1);
  });
});

describe('the history of a lead', () => {
  test('has its own facts and those of the person behind it, but not those of their other leads', async () => {
    const history = (await loadHistory(db.pool, company.id, 'lead', lead))!;
    expect(history.leadVersions).toMatchObject([{ source: 'web', value: 80, customerId: anna }]);
    expect(history.interactions.map(({ action }) => action)).toEqual(['both', 'person', 'lead']);
    expect(history.transactions).toHaveLength(2);
    expect(history.calls).toHaveLength(1);
    expect(history.outcomes).toMatchObject([{ kind: 'converted', value: 75 }]);
  });
});

test('another company, or an unknown id, has no history here', async () => {
  const other = await seedCompany(db);
  expect(await loadHistory(db.pool, other.id, 'customer', anna)).toBeUndefined();
  expect(await loadHistories(db.pool, company.id, 'lead', [company.id])).toEqual([]);
});

test.each([
  ['customer', 'churn'],
  ['lead', 'lead_score'],
] as const)(
  'streamed page by page, each %s has the features it has when loaded alone',
  async (entity, task) => {
    const features = featuresOfTask(task);
    const ids: string[] = [];
    for await (const history of streamHistories(db.pool, company.id, entity, 1)) {
      ids.push(history.id);
      const alone = (await loadHistory(db.pool, company.id, entity, history.id))!;
      for (const day of [0, 3.5, 5, 6, 8, 20]) {
        const asOf = at(0).getTime() + day * 86_400_000;
        expect(computeFeatures(features, history, asOf)).toEqual(computeFeatures(features, alone, asOf));
      }
    }
    expect(ids).toEqual([...ids].sort());
    expect(ids).toHaveLength(2);
  },
);

describe('customers who are one', () => {
  const merge = (customerId: string, intoId: string, from: number, until: number | null) =>
    db.prisma.customerMerge.create({
      data: {
        companyId: company.id,
        customerId,
        intoId,
        source: 'person',
        actor: 'ruth',
        ...both(from),
        retractedAt: until === null ? null : at(until),
      },
    });
  const newCustomers = async (...externalIds: string[]) => {
    const made = await Promise.all(
      externalIds.map((externalId) =>
        db.prisma.customer.create({ data: { companyId: company.id, externalId, ...both(0) } }),
      ),
    );
    return made.map(({ id }) => id);
  };
  const knownOn = <F extends Fact>(day: number, facts: readonly F[]) =>
    facts.filter((fact) => isKnown(fact, at(day).getTime()));

  test('have one history while they are known to be', async () => {
    const companyId = company.id;
    const [clara, again, more] = (await newCustomers('clara', 'clara again', 'clara once more')) as [
      string,
      string,
      string,
    ];
    await merge(again, clara, 10, 20);
    await merge(more, again, 12, null);
    await merge(clara, again, 30, null);
    for (const [customerId, amount] of [
      [clara, 1],
      [again, 2],
      [more, 4],
    ] as const) {
      await db.prisma.transaction.create({ data: { companyId, customerId, amount, ...both(5) } });
    }
    const history = await loadHistory(db.pool, companyId, 'customer', clara);
    const sumAt = (day: number) =>
      knownOn(day, history!.transactions).reduce((sum, { amount }) => sum + amount, 0);
    expect([6, 11, 13, 21].map(sumAt)).toEqual([1, 3, 7, 1]);
    const survivor = await loadHistory(db.pool, companyId, 'customer', again);
    expect(survivor!.transactions.map(({ amount }) => amount).toSorted()).toEqual([1, 2, 4]);
  });

  test('have the outcomes, the attributes and what hangs on the leads of all of them, while they are', async () => {
    const companyId = company.id;
    const [dora, again] = (await newCustomers('dora', 'dora again')) as [string, string];
    const { id: theirs } = await db.prisma.lead.create({
      data: { companyId, externalId: 'dora again', customerId: again, ...both(2) },
    });
    await db.prisma.interaction.createMany({
      data: [
        { companyId, leadId: theirs, customerId: again, action: 'both', ...both(3) },
        { companyId, leadId: theirs, action: 'lead', ...both(3) },
      ],
    });
    const outcome = (subjectType: 'customer' | 'lead', subjectId: string, kind: string) =>
      db.prisma.outcome.create({ data: { companyId, subjectType, subjectId, kind, ...both(4) } });
    await outcome('customer', again, 'churned');
    await outcome('lead', theirs, 'no_response');
    await db.prisma.attributeSnapshot.create({
      data: {
        ...{ companyId, subjectType: 'customer', subjectId: again, hash: 'dora', ...both(1) },
        attributes: { plan: 'gold' },
      },
    });
    await merge(again, dora, 10, 20);

    const history = (await loadHistory(db.pool, companyId, 'customer', dora))!;
    const seen = (day: number) => ({
      interactions: knownOn(day, history.interactions)
        .map(({ action }) => action)
        .sort(),
      outcomes: knownOn(day, history.outcomes)
        .map(({ kind }) => kind)
        .sort(),
      plan: newestKnown(history.attributes, at(day).getTime())?.attributes.plan,
    });
    const apart = { interactions: [], outcomes: [], plan: undefined };
    const united = { interactions: ['both', 'lead'], outcomes: ['churned', 'no_response'], plan: 'gold' };
    expect([9, 10, 20].map(seen)).toEqual([apart, united, apart]);
    expect(await historyOwners(db.pool, companyId, 'customer', dora)).toEqual(new Set([dora, again, theirs]));
  });

  test('do not lose what came to them by a lead before they were one', async () => {
    const companyId = company.id;
    const [emil, again] = (await newCustomers('emil', 'emil again')) as [string, string];
    const { id: moved } = await db.prisma.lead.create({
      data: { companyId, externalId: 'emil', customerId: again, ...both(2) },
    });
    await db.prisma.interaction.create({
      data: { companyId, leadId: moved, customerId: again, action: 'letter', ...both(3) },
    });
    await db.pool.query(
      'insert into lead_version (company_id, lead_id, customer_id, recorded_at) values ($1, $2, $3, $4)',
      [companyId, moved, emil, at(5)],
    );
    await merge(again, emil, 10, null);
    const features = featuresOfTask('churn');
    const history = (await loadHistory(db.pool, companyId, 'customer', emil))!;
    const contacts = (day: number) =>
      computeFeatures(features, history, at(day).getTime())['interactions.count.90d.direction=outbound'];
    expect([4, 6, 11].map(contacts)).toEqual([0, 1, 1]);
  });
});

test('a customer has the answers to the contacts about their leads', async () => {
  const companyId = company.id;
  const person = await db.prisma.customer.create({ data: { companyId, externalId: 'fritz', ...both(0) } });
  const about = await db.prisma.lead.create({
    data: { companyId, externalId: 'fritz', customerId: person.id, ...both(2) },
  });
  for (const kind of ['responded', 'no_response', 'no_response', 'churned'])
    await db.prisma.outcome.create({
      data: { companyId, subjectType: 'lead', subjectId: about.id, kind, ...both(5) },
    });
  const history = (await loadHistory(db.pool, companyId, 'customer', person.id))!;
  expect(computeFeatures(featuresOfTask('churn'), history, at(6).getTime())).toMatchObject({
    'outcomes.count.kind=responded': 1,
    'outcomes.count.kind=no_response': 2,
  });
  // Who left is said of customers.
  expect(history.outcomes.map(({ kind }) => kind)).not.toContain('churned');
});
