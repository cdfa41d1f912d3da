import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import type { ImportEntity } from '../../../serving/import/entity.ts';
import { importRows } from '../../../serving/import/importRows.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { clock, rowsOf } from './support.ts';

let database: Database;
let companyId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  companyId = (await seedCompany(database)).id;
  await send('customers', [
    {
      externalId: 'K1',
      name: 'Anna Groß',
      occurredAt: '2020-01-01T00:00:00Z',
      recordedAt: '2020-01-01T00:00:00Z',
    },
    {
      externalId: 'K2',
      name: 'Bernd Meyer',
      occurredAt: '2020-01-01T00:00:00Z',
      recordedAt: '2020-01-01T00:00:00Z',
    },
  ]);
});

const send = (
  entity: ImportEntity,
  rows: readonly unknown[],
  recordedAtDefault: 'now' | 'occurredAt' = 'now',
) => importRows({ database, companyId, entity, rows, clock, recordedAtDefault });

const all = (table: string, columns: string) =>
  rowsOf(database, `select ${columns} from "${table}" where company_id = $1 order by recorded_at, id`, [
    companyId,
  ]);

const links = () =>
  rowsOf(
    database,
    `select c.external_id as call, k.external_id as customer, l.source, l.recorded_at as known, l.retracted_at as until
     from identity_link l join call c on c.id = l.call_id join customer k on k.id = l.customer_id
     where l.company_id = $1 order by l.recorded_at, l.id`,
    [companyId],
  );

const call = { externalId: 'C1', occurredAt: '2024-01-10T10:00:00Z', name: 'Anna', customerExternalId: 'K1' };
const noon = new Date('2026-03-01T12:00:00Z');

describe('rows of a request', () => {
  test('hold no amount that cannot be money, of whatever kind of row', async () => {
    const occurredAt = '2024-01-01T00:00:00Z';
    const paid = (externalId: string, amount: number | string) => ({
      externalId,
      customerExternalId: 'K1',
      amount,
      occurredAt,
    });
    const report = await send('transactions', [
      paid('huge', 1e300),
      paid('taken', '-1000000000000.01'),
      paid('least', -1e12),
    ]);
    expect(report).toMatchObject({
      imported: 1,
      rejected: [
        { line: 1, column: 'amount', reason: 'is outside -1000000000000 to 1000000000000' },
        { line: 2, column: 'amount' },
      ],
    });
    const lead = await send('leads', [{ externalId: 'L1', value: 1e13, occurredAt }]);
    expect(lead.rejected).toMatchObject([{ column: 'value' }]);
  });

  test('are validated and written like those of a file; the clock says when they became known', async () => {
    const report = await send('transactions', [
      { externalId: 'T1', customerExternalId: 'K1', amount: 12.5, occurredAt: '2024-01-01T00:00:00Z' },
      { externalId: 'T2', customerExternalId: 'K9', amount: 1, occurredAt: '2024-01-01T00:00:00Z' },
      { externalId: 'T3', customerExternalId: 'K1', amount: 'x', occurredAt: '2024-01-01T00:00:00Z' },
      {
        externalId: 'T4',
        customerExternalId: 'K1',
        amount: 1,
        occurredAt: '2024-01-01T00:00:00Z',
        colour: 'red',
      },
      'nonsense',
    ]);
    expect(report).toMatchObject({ imported: 1, updated: 0, unchanged: 0 });
    expect(report.rejected.map(({ line, column }) => [line, column])).toEqual([
      [2, 'customerExternalId'],
      [3, 'amount'],
      [4, 'colour'],
      [5, ''],
    ]);
    expect(report.rejected[2]!.reason).toContain('there are externalId, customerExternalId, amount');
    expect(await all('transaction', 'external_id, amount, recorded_at')).toEqual([
      { external_id: 'T1', amount: 12.5, recorded_at: noon },
    ]);
  });

  test('a field left out stays, null clears, an unchanged row keeps the moment it became known', async () => {
    const lead = {
      externalId: 'L1',
      customerExternalId: 'K1',
      source: 'web',
      value: 100,
      occurredAt: '2024-01-01T00:00:00Z',
    };
    await send('leads', [lead]);
    expect(await send('leads', [lead])).toMatchObject({ unchanged: 1 });
    const { occurredAt } = lead;
    expect(await send('leads', [{ externalId: 'L1', value: 200, source: null, occurredAt }])).toMatchObject({
      updated: 1,
    });
    expect(await all('lead', 'value, source, (customer_id is not null) as linked, recorded_at')).toEqual([
      { value: 200, source: null, linked: true, recorded_at: noon },
    ]);
  });

  test('without ids are told apart by content', async () => {
    const row = { customerExternalId: 'K1', amount: 5, occurredAt: '2024-01-01T00:00:00Z' };
    expect(await send('transactions', [row, row, { ...row, amount: 6 }])).toMatchObject({ imported: 3 });
    expect(await send('transactions', [row, { ...row, amount: 6 }, row])).toMatchObject({ unchanged: 3 });
  });

  test('may name records by the id of Linkloop', async () => {
    const [{ id }] = (await rowsOf(
      database,
      `select id from customer where company_id = $1 and external_id = 'K1'`,
      [companyId],
    )) as [{ id: string }];
    expect(
      await send('transactions', [{ customerExternalId: id, amount: 5, occurredAt: '2024-01-01T00:00:00Z' }]),
    ).toMatchObject({ imported: 1 });
  });

  test('never touch another company', async () => {
    const mine = companyId;
    companyId = (await seedCompany(database)).id;
    const report = await send('transactions', [
      { customerExternalId: 'K1', amount: 5, occurredAt: '2024-01-01T00:00:00Z' },
    ]);
    expect(report.rejected).toHaveLength(1);
    companyId = mine;
    expect(await all('transaction', 'id')).toEqual([]);
  });
});

test('leads, appointments, interactions and outcomes find what they refer to', async () => {
  const occurredAt = '2024-01-01T00:00:00Z';
  await send('calls', [call]);
  await send('leads', [{ externalId: 'L1', occurredAt, attributes: { score: 3 } }]);
  expect(
    await send('appointments', [
      {
        externalId: 'A1',
        customerExternalId: 'K1',
        leadExternalId: 'L1',
        callExternalId: 'C1',
        scheduledAt: '2024-02-01T09:00:00Z',
      },
      { externalId: 'A2', status: 'lost', scheduledAt: '2024-02-01T09:00:00Z' },
    ]),
  ).toMatchObject({ imported: 1, rejected: [{ line: 2, column: 'status' }] });
  expect(
    await send('interactions', [
      { externalId: 'I1', leadExternalId: 'L1', action: 'call', propensity: 0.25, occurredAt },
      { externalId: 'I2', action: 'call', occurredAt },
      { externalId: 'I3', leadExternalId: 'L1', action: 'call', propensity: 1.5, occurredAt },
    ]),
  ).toMatchObject({
    imported: 1,
    rejected: [
      { line: 2, column: 'leadExternalId' },
      { line: 3, column: 'propensity' },
    ],
  });
  expect(
    await send('outcomes', [
      {
        externalId: 'O1',
        subjectType: 'lead',
        subjectExternalId: 'L1',
        kind: 'converted',
        value: 90,
        interactionExternalId: 'I1',
        occurredAt,
      },
      { externalId: 'O2', subjectType: 'customer', subjectExternalId: 'K1', kind: 'Churned', occurredAt },
      { externalId: 'O3', subjectType: 'call', subjectExternalId: 'C1', kind: 'appointment', occurredAt },
      { externalId: 'O4', subjectType: 'lead', subjectExternalId: 'K1', kind: 'converted', occurredAt },
      { externalId: 'O5', subjectType: 'lead', subjectExternalId: 'L1', kind: 'sold', occurredAt },
    ]),
  ).toMatchObject({
    imported: 3,
    rejected: [
      { line: 4, column: 'subjectExternalId' },
      { line: 5, column: 'kind' },
    ],
  });
  const [appointment] = await all('appointment', 'status, lead_id, call_id, customer_id, occurred_at');
  expect(Object.values(appointment!).every((value) => value !== null)).toBe(true);
  expect(appointment).toMatchObject({ status: 'booked', occurred_at: noon });
  const [outcome] = await rowsOf(
    database,
    `select i.external_id as action, l.external_id as subject from outcome o join interaction i on i.id = o.interaction_id
     join lead l on l.id = o.subject_id where o.company_id = $1`,
    [companyId],
  );
  expect(outcome).toEqual({ action: 'I1', subject: 'L1' });
});

describe('links of calls', () => {
  test('come from the source, once, and follow the source when it changes its mind', async () => {
    expect(await send('calls', [call], 'occurredAt')).toMatchObject({ imported: 1 });
    expect(await send('calls', [call], 'occurredAt')).toMatchObject({ unchanged: 1 });
    expect(await send('calls', [{ ...call, customerExternalId: 'K2' }], 'occurredAt')).toMatchObject({
      updated: 1,
    });
    const then = new Date(call.occurredAt);
    expect(await links()).toEqual([
      { call: 'C1', customer: 'K1', source: 'import', known: then, until: noon },
      { call: 'C1', customer: 'K2', source: 'import', known: noon, until: null },
    ]);
  });

  test('a correction moves the link; importing the call again does not move it back', async () => {
    await send('calls', [call], 'occurredAt');
    const correction = {
      externalId: 'X1',
      callExternalId: 'C1',
      customerExternalId: 'K2',
      reviewer: 'eva',
      occurredAt: '2024-01-12T00:00:00Z',
    };
    expect(await send('corrections', [correction], 'occurredAt')).toMatchObject({ imported: 1 });
    expect(await send('corrections', [correction], 'occurredAt')).toMatchObject({ unchanged: 1 });
    expect(await send('calls', [call], 'occurredAt')).toMatchObject({ unchanged: 1 });
    expect(await links()).toEqual([
      {
        call: 'C1',
        customer: 'K1',
        source: 'import',
        known: new Date(call.occurredAt),
        until: new Date('2024-01-12T00:00:00Z'),
      },
      {
        call: 'C1',
        customer: 'K2',
        source: 'correction',
        known: new Date('2024-01-12T00:00:00Z'),
        until: null,
      },
    ]);
    expect(
      await all('link_correction', 'external_id, reviewer, (from_customer_id is not null) as "from"'),
    ).toEqual([{ external_id: 'X1', reviewer: 'eva', from: true }]);
  });

  test('corrections of one call count in the order they became known; an empty customer unlinks', async () => {
    await send('calls', [call], 'occurredAt');
    const report = await send(
      'corrections',
      [
        {
          externalId: 'X2',
          callExternalId: 'C1',
          customerExternalId: null,
          reviewer: 'eva',
          occurredAt: '2024-01-14T00:00:00Z',
        },
        {
          externalId: 'X1',
          callExternalId: 'C1',
          customerExternalId: 'K2',
          reviewer: 'eva',
          occurredAt: '2024-01-12T00:00:00Z',
        },
        {
          externalId: 'X3',
          callExternalId: 'C9',
          customerExternalId: 'K2',
          reviewer: 'eva',
          occurredAt: '2024-01-12T00:00:00Z',
        },
      ],
      'occurredAt',
    );
    expect(report).toMatchObject({
      imported: 2,
      rejected: [{ line: 3, column: 'callExternalId', value: 'C9' }],
    });
    expect((await links()).map(({ customer, until }) => [customer, until])).toEqual([
      ['K1', new Date('2024-01-12T00:00:00Z')],
      ['K2', new Date('2024-01-14T00:00:00Z')],
    ]);
    expect(
      await send('corrections', [
        {
          externalId: 'X1',
          callExternalId: 'C1',
          customerExternalId: 'K1',
          occurredAt: '2024-01-12T00:00:00Z',
        },
      ]),
    ).toMatchObject({ imported: 0, rejected: [{ line: 1, column: 'externalId' }] });
  });

  test('a customer merged into another gets no new facts: the other does', async () => {
    await database.pool.query(
      `update customer set status = 'merged', merged_into_id = (select id from customer where company_id = $1 and external_id = 'K2')
       where company_id = $1 and external_id = 'K1'`,
      [companyId],
    );
    await send('calls', [call]);
    expect((await links()).map(({ customer }) => customer)).toEqual(['K2']);
  });
});
