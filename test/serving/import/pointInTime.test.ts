import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SettableClock } from '../../../base/clock.ts';
import { uuid } from '../../../base/uuid.ts';
import { buildDataset } from '../../../features/buildDataset.ts';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import { identityEvents } from '../../../feedback/identityEvents.ts';
import { type OutcomeKind, recordOutcome } from '../../../feedback/outcomes.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Company } from '../../../prisma/generated/client.ts';
import { loadHistory } from '../../../prisma/repositories/history.ts';
import type { Entity } from '../../../prisma/repositories/historyRecord.ts';
import { countOutcomeKinds, leadClosingDays } from '../../../prisma/repositories/spine.ts';
import { transaction } from '../../../prisma/transaction.ts';
import type { ImportEntity } from '../../../serving/import/entity.ts';
import { importRows } from '../../../serving/import/importRows.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

/** Day n of the year in which everything here happens. */
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);

let database: Database;
let company: Company;
const clock = new SettableClock(day(0));

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  company = await seedCompany(database);
  await deliver(
    0,
    'customers',
    ['anna', 'bert'].map((externalId) => ({ externalId, occurredAt: day(0) })),
  );
});

/** What the source says on a day, one record after the other. */
async function deliver(
  on: number,
  entity: ImportEntity,
  rows: readonly object[],
  recordedAtDefault: 'now' | 'occurredAt' = 'now',
) {
  clock.set(day(on));
  const given = JSON.parse(JSON.stringify(rows)) as unknown[];
  const report = await importRows({
    database,
    companyId: company.id,
    entity,
    rows: given,
    clock,
    recordedAtDefault,
  });
  expect(report.rejected).toEqual([]);
  return report;
}

async function idOf(table: string, externalId: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from ${table} where company_id = $1 and external_id = $2`,
    [company.id, externalId],
  );
  return rows[0]!.id;
}

/** The features of a customer or lead as of some days. */
async function featuresOn(entity: Entity, externalId: string, feature: string, days: readonly number[]) {
  const id = await idOf(entity, externalId);
  const history = (await loadHistory(database.pool, company.id, entity, id))!;
  const features = featuresOfTask(entity === 'lead' ? 'lead_score' : 'churn');
  return days.map((n) => {
    const row = computeFeatures(features, history, day(n).getTime());
    if (!(feature in row)) throw new Error(`${feature} is not among ${Object.keys(row).join(', ')}`);
    return row[feature];
  });
}

describe('a lead', () => {
  const lead = { externalId: 'L', source: 'web', value: 100, occurredAt: day(1) };

  test('that changes keeps the features it had', async () => {
    await deliver(2, 'leads', [lead]);
    await deliver(60, 'leads', [{ ...lead, value: 900, source: 'partner' }]);
    await deliver(70, 'leads', [{ ...lead, value: null, source: 'partner' }]);
    const days = [1, 2, 59, 60, 69, 70];
    expect(await featuresOn('lead', 'L', 'lead.value', days)).toEqual([null, 100, 100, 900, 900, null]);
    expect(await featuresOn('lead', 'L', 'lead.source', days)).toEqual([
      null,
      'web',
      'web',
      'partner',
      'partner',
      'partner',
    ]);
  });

  test('of which the source repeats when it was made is known to be changed since the change arrived', async () => {
    const dated = { ...lead, recordedAt: day(1) };
    await deliver(2, 'leads', [dated]);
    await deliver(60, 'leads', [{ ...dated, value: 900 }]);
    expect(await featuresOn('lead', 'L', 'lead.value', [1, 59, 60])).toEqual([100, 100, 900]);
    // A source that dates its changes is believed.
    await deliver(80, 'leads', [{ ...lead, value: 500, recordedAt: day(75) }]);
    expect(await featuresOn('lead', 'L', 'lead.value', [74, 75])).toEqual([900, 500]);
  });

  test('has the facts of a customer only since that customer was known to be behind it', async () => {
    await deliver(1, 'transactions', [
      { externalId: 'T', customerExternalId: 'anna', amount: 40, occurredAt: day(1) },
    ]);
    await deliver(2, 'leads', [lead]);
    await deliver(30, 'leads', [{ ...lead, customerExternalId: 'anna' }]);
    await deliver(50, 'leads', [{ ...lead, customerExternalId: 'bert' }]);
    const purchases = (await loadHistory(database.pool, company.id, 'lead', await idOf('lead', 'L')))!
      .transactions;
    expect(purchases).toMatchObject([
      { amount: 40, recordedAt: day(30).getTime(), retractedAt: day(50).getTime() },
    ]);
  });

  test('and what was done about it belongs to a customer only while known to be theirs', async () => {
    await deliver(2, 'leads', [lead]);
    await deliver(3, 'interactions', [
      { externalId: 'I', leadExternalId: 'L', action: 'call', direction: 'inbound', occurredAt: day(3) },
    ]);
    await deliver(30, 'leads', [{ ...lead, customerExternalId: 'anna' }]);
    await deliver(50, 'leads', [{ ...lead, customerExternalId: 'bert' }]);
    const timesOf = async (customer: string) =>
      (await loadHistory(
        database.pool,
        company.id,
        'customer',
        await idOf('customer', customer),
      ))!.interactions.map(({ recordedAt, retractedAt }) => [recordedAt, retractedAt]);
    expect(await timesOf('anna')).toEqual([[day(30).getTime(), day(50).getTime()]]);
    expect(await timesOf('bert')).toEqual([[day(50).getTime(), null]]);
  });

  test('won in March trains as it stood when it came in', async () => {
    await deliver(2, 'leads', [lead]);
    await deliver(40, 'leads', [{ ...lead, value: 900, customerExternalId: 'anna' }]);
    await deliver(40, 'outcomes', [
      {
        externalId: 'O',
        subjectType: 'lead',
        subjectExternalId: 'L',
        kind: 'converted',
        occurredAt: day(40),
      },
    ]);
    const { rows } = await buildDataset(database.pool, { task: 'lead_score', company, knownAt: day(100) });
    expect(rows.map(({ asOf, label, features }) => [asOf, label, features['lead.value']])).toEqual([
      [day(2), 1, 100],
    ]);
  });
});

describe('an appointment', () => {
  const appointment = {
    externalId: 'A',
    customerExternalId: 'anna',
    occurredAt: day(1),
    scheduledAt: day(20),
  };
  const cancelled = 'appointments.count.365d.status=cancelled';
  const upcoming = 'appointments.count.upcoming=true';

  const eventsOf = async (until?: Date) =>
    (await identityEvents(database.pool, company, until ? { until } : {})).flatMap((event) =>
      event.type === 'appointment'
        ? [{ whose: event.customerId, when: event.scheduledAt, gone: event.cancelled ?? false, at: event.at }]
        : [],
    );

  test('cancelled later was booked until then, for features and for linking', async () => {
    await deliver(1, 'appointments', [appointment]);
    await deliver(10, 'appointments', [{ ...appointment, status: 'cancelled' }]);
    const days = [1, 9, 10, 25];
    expect(await featuresOn('customer', 'anna', cancelled, days)).toEqual([0, 0, 1, 1]);
    expect(await featuresOn('customer', 'anna', upcoming, days)).toEqual([1, 1, 0, 0]);
    const anna = await idOf('customer', 'anna');
    const booked = { whose: anna, when: day(20), gone: false, at: day(1) };
    expect(await eventsOf()).toEqual([booked, { ...booked, gone: true, at: day(10) }]);
    expect(await eventsOf(day(9))).toEqual([booked]);
  });

  test('put off and handed on was where and whose it was until then', async () => {
    await deliver(1, 'appointments', [appointment]);
    await deliver(10, 'appointments', [{ ...appointment, scheduledAt: day(40) }]);
    await deliver(12, 'appointments', [{ ...appointment, scheduledAt: day(40), customerExternalId: 'bert' }]);
    await deliver(15, 'appointments', [{ ...appointment, scheduledAt: day(40), customerExternalId: null }]);
    const [anna, bert] = [await idOf('customer', 'anna'), await idOf('customer', 'bert')];
    expect(await eventsOf()).toEqual([
      { whose: anna, when: day(20), gone: false, at: day(1) },
      { whose: anna, when: day(40), gone: false, at: day(10) },
      { whose: bert, when: day(40), gone: false, at: day(12) },
      { whose: bert, when: day(40), gone: true, at: day(15) },
    ]);
    expect(await featuresOn('customer', 'anna', upcoming, [9, 11, 12, 15])).toEqual([1, 1, 0, 0]);
    expect(await featuresOn('customer', 'bert', upcoming, [9, 11, 12, 15])).toEqual([0, 0, 1, 0]);
  });

  test('exported after it ended was no more than booked until its time', async () => {
    await deliver(90, 'appointments', [{ ...appointment, status: 'cancelled' }], 'occurredAt');
    expect(await featuresOn('customer', 'anna', upcoming, [0, 1, 19, 20])).toEqual([0, 1, 1, 0]);
    expect(await featuresOn('customer', 'anna', cancelled, [1, 19, 20])).toEqual([0, 0, 1]);
  });

  test('heard of as cancelled is cancelled', async () => {
    await deliver(5, 'appointments', [{ ...appointment, status: 'cancelled' }]);
    expect(await featuresOn('customer', 'anna', upcoming, [5, 6])).toEqual([0, 0]);
    expect(await featuresOn('customer', 'anna', cancelled, [4, 5])).toEqual([0, 1]);
  });
});

describe('a fact delivered again', () => {
  const purchase = { externalId: 'T', customerExternalId: 'anna', amount: 40, occurredAt: day(1) };
  const known = async () =>
    (await loadHistory(
      database.pool,
      company.id,
      'customer',
      await idOf('customer', 'anna'),
    ))!.transactions.map(({ recordedAt }) => new Date(recordedAt));

  test('was known since it was first delivered', async () => {
    await deliver(2, 'transactions', [purchase]);
    await deliver(30, 'transactions', [{ ...purchase, recordedAt: day(25) }]);
    expect(await known()).toEqual([day(2)]);
  });

  test('is unchanged when it says nothing new, and known earlier when the source knew earlier', async () => {
    const dated = { ...purchase, recordedAt: day(10) };
    await deliver(12, 'transactions', [dated]);
    expect(await deliver(30, 'transactions', [dated])).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await deliver(31, 'transactions', [{ ...dated, recordedAt: day(11) }])).toMatchObject({
      unchanged: 1,
    });
    await deliver(32, 'transactions', [{ ...dated, recordedAt: day(4) }]);
    expect(await known()).toEqual([day(4)]);
  });

  test('a lead known earlier than was thought had its first version then', async () => {
    const lead = { externalId: 'L', value: 100, occurredAt: day(1) };
    await deliver(5, 'leads', [lead]);
    await deliver(20, 'leads', [{ ...lead, value: 200 }]);
    await deliver(30, 'leads', [{ ...lead, value: 200, recordedAt: day(2) }]);
    expect(await featuresOn('lead', 'L', 'lead.value', [1, 2, 6, 20])).toEqual([null, 100, 100, 200]);
  });
});

describe('an outcome that is reported otherwise', () => {
  const outcome = (kind: OutcomeKind) => ({
    externalId: 'O',
    subjectType: 'lead' as const,
    subjectExternalId: 'L',
    kind,
    occurredAt: day(6),
  });
  const imported = (on: number, kind: OutcomeKind) => deliver(on, 'outcomes', [outcome(kind)]);
  const told = async (on: number, kind: OutcomeKind) => {
    const subjectId = await idOf('lead', 'L');
    const { subjectExternalId: _, ...rest } = outcome(kind);
    return transaction(database, (client) =>
      recordOutcome(client, { ...rest, companyId: company.id, subjectId }, day(on)),
    );
  };

  beforeEach(async () => {
    await deliver(2, 'leads', [{ externalId: 'L', occurredAt: day(1) }]);
  });

  test.each([
    ['imported', imported],
    ['told over HTTP', told],
  ])('%s: what stood before stood until then', async (_, report) => {
    await report(7, 'no_response');
    await report(8, 'no_response');
    await report(40, 'converted');
    const { outcomes } = (await loadHistory(database.pool, company.id, 'lead', await idOf('lead', 'L')))!;
    const stood = [...outcomes].sort((a, b) => a.recordedAt - b.recordedAt);
    expect(stood.map(({ kind, recordedAt, retractedAt }) => [kind, recordedAt, retractedAt])).toEqual([
      ['no_response', day(7).getTime(), day(40).getTime()],
      ['converted', day(40).getTime(), null],
    ]);
    const kinds = (on: number) => countOutcomeKinds(database.pool, company.id, 'lead', day(on));
    expect([await kinds(6), await kinds(39), await kinds(40)]).toEqual([
      {},
      { no_response: 1 },
      { converted: 1 },
    ]);
    const labels = async (on: number) =>
      (await buildDataset(database.pool, { task: 'lead_score', company, knownAt: day(on) })).rows.map(
        ({ label }) => label,
      );
    expect(await labels(300)).toEqual([1]);
  });

  test('and is taken back does not count as the end of its lead', async () => {
    await imported(7, 'lost');
    await imported(90, 'no_response');
    const closing = (on: number) => leadClosingDays(database.pool, company.id, day(on), 60);
    expect([await closing(89), await closing(90)]).toEqual([4, 60]);
  });

  test('mixed ways end in one outcome, and saying it again changes nothing', async () => {
    await imported(7, 'no_response');
    const first = await told(9, 'converted');
    const second = await told(10, 'converted');
    expect(second).toEqual({ outcomeId: first.outcomeId, changed: false });
    expect(await imported(11, 'converted')).toMatchObject({ unchanged: 1 });
  });

  test('told by many at once is written once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => told(9, 'converted')));
    expect(new Set(answers.map(({ outcomeId }) => outcomeId)).size).toBe(1);
    const kinds = await countOutcomeKinds(database.pool, company.id, 'lead', day(9));
    expect(kinds).toEqual({ converted: 1 });
  });
});

test('no way of writing a lead or appointment leaves it without a version', async () => {
  const times = { occurredAt: day(1), recordedAt: day(1) };
  const companyId = company.id;
  const { id } = await database.prisma.lead.create({ data: { id: uuid(), companyId, value: 7, ...times } });
  await database.prisma.appointment.create({
    data: { companyId, leadId: id, scheduledAt: day(5), ...times },
  });
  const history = (await loadHistory(database.pool, companyId, 'lead', id))!;
  const row = computeFeatures(featuresOfTask('lead_score'), history, day(2).getTime());
  expect([row['lead.value'], row['appointments.count.upcoming=true']]).toEqual([7, 1]);
});
