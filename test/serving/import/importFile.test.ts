import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { clock, fileOf, importInto, rowsOf } from './support.ts';

let database: Database;
let companyId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function newCompany(): Promise<void> {
  companyId = (await seedCompany(database)).id;
}

const customers = `Kundennummer;Vorname;Nachname;Telefon;Geburtsdatum;PLZ;Ort;Kunde seit;Tarif;Laufzeit;Rabatt
K1;Ann-Kathrin;Müller;0171 2345678;31.12.1980;01067;Dresden;01.02.2020;Komfort;24;2,5
K2;Bernd;Groß;+49 30 1234567;;10115;Berlin;15.03.2021;Basis;12;
`;

describe('customers', () => {
  beforeAll(newCompany);

  test('become customers, identifiers and attribute snapshots; the map is guessed from German names', async () => {
    const file = await fileOf('kunden.csv', customers);
    const report = await importInto(database, companyId, 'customers', file);
    expect(report).toMatchObject({
      rows: 2,
      imported: 2,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      rejectsPath: null,
    });
    const found = await rowsOf(
      database,
      `select c.external_id, c.display_name, c.occurred_at, c.recorded_at,
         (select jsonb_object_agg(i.kind, i.normalized) from customer_identifier i where i.customer_id = c.id) as identifiers,
         (select attributes from attribute_snapshot s where s.subject_id = c.id) as attributes
       from customer c where company_id = $1 order by 1`,
      [companyId],
    );
    expect(found[0]).toMatchObject({
      external_id: 'K1',
      display_name: 'Ann-Kathrin Müller',
      // Midnight in Berlin.
      occurred_at: new Date('2020-01-31T23:00:00Z'),
      recorded_at: new Date('2020-01-31T23:00:00Z'),
      identifiers: { phone: '+491712345678', date_of_birth: '1980-12-31' },
      attributes: { Tarif: 'Komfort', Laufzeit: 24, Rabatt: 2.5 },
    });
    expect(found[1]).toMatchObject({ attributes: { Tarif: 'Basis', Laufzeit: 12, Rabatt: null } });
  });

  test('the same file again changes nothing', async () => {
    const before = await everything();
    const file = await fileOf('kunden.csv', customers);
    const report = await importInto(database, companyId, 'customers', file);
    expect(report).toMatchObject({ imported: 0, updated: 0, unchanged: 2, rejected: 0 });
    expect(await everything()).toEqual(before);
  });

  test('a changed row updates, and what is new about a known customer is known from now on', async () => {
    const changed = customers.replace('0171 2345678', '0160 7654321').replace('Komfort', 'Premium');
    const report = await importInto(database, companyId, 'customers', await fileOf('neu.csv', changed));
    expect(report).toMatchObject({ imported: 0, updated: 1, unchanged: 1 });
    const phones = await rowsOf(
      database,
      `select normalized, i.recorded_at from customer_identifier i where company_id = $1 and kind = 'phone'
         and customer_id = (select id from customer where company_id = $1 and external_id = 'K1') order by 2`,
      [companyId],
    );
    expect(phones).toEqual([
      { normalized: '+491712345678', recorded_at: new Date('2020-01-31T23:00:00Z') },
      { normalized: '+491607654321', recorded_at: new Date('2026-03-01T12:00:00Z') },
    ]);
    const tariffs = await rowsOf(
      database,
      `select attributes->>'Tarif' as tariff, recorded_at from attribute_snapshot where company_id = $1
         and subject_id = (select id from customer where company_id = $1 and external_id = 'K1') order by 2`,
      [companyId],
    );
    expect(tariffs).toEqual([
      { tariff: 'Komfort', recorded_at: new Date('2020-01-31T23:00:00Z') },
      { tariff: 'Premium', recorded_at: new Date('2026-03-01T12:00:00Z') },
    ]);
  });

  test('other processes are told which customers changed', async () => {
    const told = await rowsOf(
      database,
      `select o.topic, c.external_id from outbox o join customer c on c.id::text = o.subject
       where o.company_id = $1 order by o.id`,
      [companyId],
    );
    expect(told.map((row) => row.external_id)).toEqual(['K1', 'K2', 'K1']);
  });

  async function everything() {
    return {
      customers: await rowsOf(database, 'select * from customer where company_id = $1 order by id', [
        companyId,
      ]),
      identifiers: await rowsOf(
        database,
        'select * from customer_identifier where company_id = $1 order by id',
        [companyId],
      ),
      snapshots: await rowsOf(
        database,
        'select * from attribute_snapshot where company_id = $1 order by id',
        [companyId],
      ),
      outbox: await rowsOf(database, 'select * from outbox where company_id = $1 order by id', [companyId]),
    };
  }
});

describe('rows that do not say when they became known', () => {
  beforeAll(newCompany);
  const purchases = (...lines: string[]) => fileOf('t.csv', ['id,customer,amount,date', ...lines].join('\n'));
  const map = { externalId: 'id', customerExternalId: 'customer', amount: 'amount', occurredAt: 'date' };
  const bring = async (file: string, recordedAtDefault?: 'now' | 'occurredAt') =>
    (await importInto(database, companyId, 'transactions', file, { map, recordedAtDefault }))
      .recordedAtDefault;
  const answer = (task: 'linking' | 'churn') =>
    database.prisma.prediction.create({
      data: {
        ...{ companyId, task, role: 'fallback', features: {}, featuresHash: '', result: {}, confidence: 1 },
        ...{ subjectType: 'customer', subjectId: companyId, asOf: clock.now(), recordedAt: clock.now() },
      },
    });
  const known = async () =>
    Object.fromEntries(
      (
        await rowsOf<{ id: string; day: string }>(
          database,
          `select external_id as id, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD') as day
           from "transaction" where company_id = $1`,
          [companyId],
        )
      ).map(({ id, day }) => [id, day]),
    );

  test('were known when they occurred in a first load, and are from now on once histories were answered from', async () => {
    await importInto(database, companyId, 'customers', await fileOf('c.csv', 'id,name\nK1,Anna\n'));
    const first = await purchases('a,K1,5,2025-01-01T12:00:00Z');
    expect(await bring(first)).toBe('occurredAt');
    await answer('linking');
    expect(await bring(await purchases('b,K1,5,2025-02-01T12:00:00Z'))).toBe('occurredAt');
    await answer('churn');
    expect(await bring(await purchases('c,K1,5,2025-03-01T12:00:00Z'))).toBe('now');
    expect(await bring(first)).toBe('now');
    await bring(await purchases('d,K1,5,2025-04-01T12:00:00Z'), 'occurredAt');
    expect(await known()).toEqual({
      a: '2025-01-01',
      b: '2025-02-01',
      c: '2026-03-01',
      d: '2025-04-01',
    });
  });
});

describe('rejects', () => {
  beforeAll(newCompany);

  test('name the physical line, also after values with line breaks, and leave good rows alone', async () => {
    await importInto(database, companyId, 'customers', await fileOf('c.csv', 'id\nK1\n'));
    const file = await fileOf(
      'umsatz.csv',
      [
        'id,customer,amount,product,date',
        'T1,K1,10.5,"two',
        'lines",2024-01-01',
        '',
        'T2,K9,1,x,2024-01-02',
        'T3,K1,viel,x,2024-01-02',
        'T4,K1,1,x',
        'T5,K1,1,x,31.02.2024',
        '"T6,"x,K1,1,x,2024-01-02',
        'T7,K1,2,"a ""quoted"" word",2024-01-02T10:00:00+01:00',
        'T8,K1,"1,234",x,2024-01-02',
        '',
      ].join('\r\n'),
    );
    const report = await importInto(database, companyId, 'transactions', file);
    expect(report).toMatchObject({ rows: 8, imported: 2, rejected: 6, rejectsPath: `${file}.rejects.csv` });
    expect((await readFile(`${file}.rejects.csv`, 'utf8')).split('\n')).toEqual([
      'line,column,value,reason',
      '5,customer,K9,names a customer that is not known; import it first',
      '6,amount,viel,is not a number',
      '7,,T4 K1 1 x,has 4 fields where the header has 5',
      '8,date,31.02.2024,is not a time such as 2024-12-31T14:30:00Z or 31.12.2024 14:30',
      '9,,"T6, K1 1 x 2024-01-02",text follows a closing quote',
      '11,amount,"1,234","is ambiguous: thousands or decimals after the comma? (--decimal , or .)"',
      '',
    ]);
    const written = await rowsOf(
      database,
      'select external_id, amount, product, occurred_at from "transaction" where company_id = $1 order by 1',
      [companyId],
    );
    expect(written).toEqual([
      {
        external_id: 'T1',
        amount: 10.5,
        product: 'two\r\nlines',
        occurred_at: new Date('2023-12-31T23:00:00Z'),
      },
      {
        external_id: 'T7',
        amount: 2,
        product: 'a "quoted" word',
        occurred_at: new Date('2024-01-02T09:00:00Z'),
      },
    ]);
  });
});
