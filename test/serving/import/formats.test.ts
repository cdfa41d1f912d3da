import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { fileOf, importInto, newFolder, rowsOf } from './support.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const table = `select * from (values
  (1, 'K1', 'Anna', 'Groß', timestamp '2024-07-01 10:00:00', 29.85::double, true, 12::bigint, date '2024-02-29', 1.50::decimal(9,2)),
  (2, 'K2', 'Bernd', null, timestamp '2024-01-01 10:00:00.25', null, false, null, null, -3::decimal(9,2)),
  (3, 'K3', ' Clara ', 'Meyer, "die"', null, 1e-7::double, null, 9, date '1999-12-31', 0::decimal(9,2))
) t(id, customer, first_name, last_name, occurred_at, price, active, months, day, credit)`;

const map = {
  externalId: 'customer',
  givenName: 'first_name',
  familyName: 'last_name',
  occurredAt: 'occurred_at',
  displayName: { sql: "first_name || ' no. ' || _row" },
  recordedAt: { value: '2024-12-01' },
  attributes: {
    price: 'price',
    active: 'active',
    months: 'months',
    day: 'day',
    credit: 'credit',
    double: { sql: 'CAST(months AS INTEGER) * 2' },
    kind: { value: 'test' },
  },
};

async function write(statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

async function imported(file: string) {
  const { id } = await seedCompany(database, { timezone: 'Europe/Berlin' });
  const report = await importInto(database, id, 'customers', file, { map });
  expect(report).toMatchObject({ rows: 3, imported: 3, rejected: 0 });
  expect(await importInto(database, id, 'customers', file, { map })).toMatchObject({ unchanged: 3 });
  return rowsOf(
    database,
    `select c.external_id, c.display_name, c.occurred_at, c.recorded_at, a.attributes,
       (select jsonb_agg(i.normalized) from customer_identifier i where i.customer_id = c.id) as names
     from customer c join attribute_snapshot a on a.subject_id = c.id where c.company_id = $1 order by 1`,
    [id],
  );
}

describe('the same table', () => {
  test('means the same as Parquet, CSV and NDJSON', async () => {
    const folder = await newFolder();
    const parquet = path.join(folder, 'a.parquet');
    const csv = path.join(folder, 'a.csv');
    const ndjson = path.join(folder, 'a.ndjson');
    await write(`copy (${table}) to '${parquet}' (format parquet)`);
    await write(`copy (${table}) to '${csv}' (format csv, header)`);
    await write(`copy (${table}) to '${ndjson}' (format json)`);
    const fromParquet = await imported(parquet);
    expect(fromParquet[0]).toMatchObject({
      external_id: 'K1',
      display_name: 'Anna no. 1',
      occurred_at: new Date('2024-07-01T08:00:00Z'),
      recorded_at: new Date('2024-11-30T23:00:00Z'),
      attributes: {
        price: 29.85,
        active: true,
        months: 12,
        day: '2024-02-29',
        credit: 1.5,
        double: 24,
        kind: 'test',
      },
    });
    expect(fromParquet[1]).toMatchObject({
      attributes: { price: null, active: false, months: null, day: null },
    });
    expect(await imported(csv)).toEqual(fromParquet);
    expect(await imported(ndjson)).toEqual(fromParquet);
  });
});

test('NDJSON: broken lines are rejects, an attributes object is taken as it is, nested values stay JSON', async () => {
  const { id } = await seedCompany(database);
  const file = await fileOf(
    'calls.ndjson',
    [
      '{"externalId": "C1", "occurredAt": "2024-01-01T10:00:00Z", "phone": "030 1234567", "attributes": {"queue": "a", "score": 1.5, "vip": true, "note": " "}}',
      '{"externalId": "C2", "occurredAt": ',
      '',
      '[1, 2]',
      '{"externalId": 12345678901, "occurredAt": "2024-01-01T10:00:00Z", "durationSeconds": 61}',
      '{"externalId": "C4", "occurredAt": "2024-01-01T10:00:00Z", "attributes": {"nested": {"a": 1}}}',
    ].join('\n'),
  );
  const report = await importInto(database, id, 'calls', file);
  expect(report).toMatchObject({ rows: 5, imported: 2, rejected: 3 });
  expect(
    (await readFile(report.rejectsPath!, 'utf8'))
      .split('\n')
      .slice(1, 4)
      .map((line) => line.replace(/,.*,/, '...')),
  ).toEqual([
    '2...is not valid JSON',
    '4...is not a JSON object',
    expect.stringMatching(/^6\.\.\.\.nested is not a single value$/),
  ]);
  expect(
    await rowsOf(
      database,
      'select external_id, duration_seconds, claims, attributes from call where company_id = $1 order by 1',
      [id],
    ),
  ).toEqual([
    { external_id: '12345678901', duration_seconds: 61, claims: {}, attributes: {} },
    {
      external_id: 'C1',
      duration_seconds: null,
      claims: { phone: '030 1234567' },
      attributes: { queue: 'a', score: 1.5, vip: true, note: null },
    },
  ]);
});

test('an expression that fails on one row rejects that row', async () => {
  const { id } = await seedCompany(database);
  const file = await fileOf('a.csv', 'id,tenure\nK1,12\nK2,twelve\nK3,1\n');
  const report = await importInto(database, id, 'customers', file, {
    map: { externalId: 'id', occurredAt: { sql: "DATE '2024-01-01' - to_months(CAST(tenure AS INTEGER))" } },
  });
  expect(report).toMatchObject({ imported: 2, rejected: 1 });
  expect(await readFile(report.rejectsPath!, 'utf8')).toMatch(
    /^3,occurredAt,.*Could not convert string 'twelve'/m,
  );
});
