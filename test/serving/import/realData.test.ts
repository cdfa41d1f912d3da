import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { sharedData } from '../../support/sharedData.ts';
import { importInto, newFolder, rowsOf } from './support.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const exampleMap = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(import.meta.dirname, '../../../examples/maps', name), 'utf8'));

describe('public tables', () => {
  test('Telco: attributes keep their types and the eleven blank totals are null', async () => {
    const file = sharedData('telco_churn/Telco-Customer-Churn.csv');
    if (file === undefined) return;
    const { id } = await seedCompany(database);
    const map = await exampleMap('telco.customers.json');
    const report = await importInto(database, id, 'customers', file, { map });
    expect(report).toMatchObject({ rows: 7043, imported: 7043, rejected: 0 });
    const types = await rowsOf(
      database,
      `select key, jsonb_typeof(value) as type, count(*)::int as count from attribute_snapshot a, jsonb_each(a.attributes)
       where company_id = $1 and key in ('TotalCharges', 'SeniorCitizen', 'tenure', 'Contract') group by 1, 2 order by 1, 2`,
      [id],
    );
    expect(types).toEqual([
      { key: 'Contract', type: 'string', count: 7043 },
      { key: 'SeniorCitizen', type: 'number', count: 7043 },
      { key: 'TotalCharges', type: 'null', count: 11 },
      { key: 'TotalCharges', type: 'number', count: 7032 },
      { key: 'tenure', type: 'number', count: 7043 },
    ]);
    expect(await importInto(database, id, 'customers', file, { map })).toMatchObject({ unchanged: 7043 });
  });

  test('Febrl: blanks before names and values are no part of them', async () => {
    const file = sharedData('febrl/dataset4a.csv');
    if (file === undefined) return;
    const { id } = await seedCompany(database);
    const report = await importInto(database, id, 'customers', file, {
      map: await exampleMap('febrl.customers.json'),
    });
    expect(report).toMatchObject({ rows: 5000, imported: 5000, rejected: 0 });
    const [blank] = await rowsOf(
      database,
      `select count(*)::int as count from customer where company_id = $1 and (display_name ~ '(^\\s|\\s$)' or external_id ~ '\\s')`,
      [id],
    );
    expect(blank).toEqual({ count: 0 });
    const [first] = await rowsOf(
      database,
      `select display_name, (select normalized from customer_identifier i where i.customer_id = c.id and kind = 'date_of_birth') as born
       from customer c where company_id = $1 and external_id = 'rec-1070-org'`,
      [id],
    );
    expect(first).toEqual({ display_name: 'michaela neumann', born: '1915-11-11' });
  });

  test('bank marketing: semicolons are recognised and expressions see the row number', async () => {
    const file = sharedData('bank_marketing/bank-additional-full.csv');
    if (file === undefined) return;
    const { id } = await seedCompany(database);
    const rejectsPath = path.join(await newFolder(), 'rejects.csv');
    let description = '';
    const report = await importInto(database, id, 'leads', file, {
      map: await exampleMap('bank.leads.json'),
      rejectsPath,
      onStart: (start) => {
        description = start.description;
      },
    });
    expect(description).toBe('CSV, semicolon, utf-8');
    expect(report).toMatchObject({ rows: 41_188, imported: 41_188, rejected: 0 });
    const [last] = await rowsOf(
      database,
      `select occurred_at, (select attributes->'euribor3m' from attribute_snapshot a where a.subject_id = l.id) as euribor
       from lead l where company_id = $1 and external_id = 'contact-41188'`,
      [id],
    );
    expect(last).toEqual({
      occurred_at: new Date(Date.parse('2008-04-30T22:00:00Z') + 41_188 * 32 * 60_000 + 3_600_000),
      euribor: 1.028,
    });
  });
});
