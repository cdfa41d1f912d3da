import { appendFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';
import { fileOf, importInto, newFolder, rowsOf } from './support.ts';

let database: Database;
let companyId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  companyId = (await seedCompany(database)).id;
});

const customers = (file: string, options = {}) => importInto(database, companyId, 'customers', file, options);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

async function names(): Promise<Record<string, string | null>> {
  const rows = await rowsOf<{ external_id: string; display_name: string | null }>(
    database,
    'select external_id, display_name from customer where company_id = $1',
    [companyId],
  );
  return Object.fromEntries(rows.map((row) => [row.external_id, row.display_name]));
}

describe('files that cannot be read as a table fail before anything is written', () => {
  const cases: readonly [string, string, string | Uint8Array, RegExp, RegExp][] = [
    ['empty', 'a.csv', '', /is empty/, /export/],
    ['blank lines only', 'a.csv', '\n\n  \n', /nothing but blank lines/, /export/],
    [
      'no header',
      'a.csv',
      'K1,Anna,2020-01-01\nK2,Bernd,2021-01-01\n',
      /first line .* holds data \("2020-01-01"\)/,
      /--no-header/,
    ],
    [
      'an unclosed quote',
      'a.csv',
      'id,name\nK1,"Anna\nK2,Bernd\n',
      /quote opened in the record on line 2/,
      /--quote none/,
    ],
    ['an Excel workbook', 'a.csv', Buffer.from('504b030414000600', 'hex'), /Excel/, /CSV/],
    ['gzip', 'a.csv', Buffer.from('1f8b08000000', 'hex'), /gzip/, /gunzip/],
    [
      'UTF-16 without its mark',
      'a.csv',
      Buffer.from('id,name\nK1,Anna and others\n', 'utf16le'),
      /not text/,
      /utf-16le/,
    ],
    ['a JSON array', 'a.json', '[{"id": "K1"}]', /JSON array/, /jq/],
    ['a broken Parquet file', 'a.parquet', 'PAR1 and then nothing', /cannot be read as Parquet/, /complete/],
    [
      'nothing that looks like a field',
      'a.csv',
      'foo,bar\n1,2\n',
      /No column of the file looks like/,
      /--map/,
    ],
    ['the delimiter of another country', 'a.csv', 'kundennummer~name\nK1~Anna\n', /No column/, /--delimiter/],
  ];
  test.each(cases)('%s', async (_, name, content, message, remedy) => {
    const failure = customers(await fileOf(name, content));
    await expect(failure).rejects.toMatchObject({
      name: 'Problem',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
    expect(await names()).toEqual({});
    expect(await rowsOf(database, 'select 1 from import_run where company_id = $1', [companyId])).toEqual([]);
  });

  test('a directory, a missing file and a device', async () => {
    await expect(customers(await newFolder())).rejects.toMatchObject({
      message: expect.stringContaining('is a directory'),
    });
    await expect(customers('/nowhere/at/all.csv')).rejects.toMatchObject({ code: 'not_found' });
    await expect(customers('/dev/null')).rejects.toMatchObject({
      message: expect.stringContaining('not a regular file'),
    });
  });

  test('a wrong explicit delimiter is named with what it led to', async () => {
    const file = await fileOf('a.csv', 'id;name\nK1;Anna\n');
    await expect(customers(file, { delimiter: ',', map: { externalId: 'id' } })).rejects.toMatchObject({
      findings: [{ path: 'externalId', received: 'id', allowed: 'id;name' }],
    });
    await expect(customers(file, { delimiter: ',' })).rejects.toMatchObject({
      remedy: expect.stringContaining('--delimiter'),
    });
  });

  test('an unknown field of a map names the allowed ones; an unknown column those of the file', async () => {
    const file = await fileOf('a.csv', 'id,name\nK1,Anna\n');
    await expect(customers(file, { map: { externalID: 'id', phone: 'tel' } })).rejects.toMatchObject({
      findings: [
        { path: 'externalID', allowed: expect.stringContaining('externalId, displayName') },
        { path: 'phone', received: 'tel', allowed: 'id, name' },
      ],
    });
    await expect(customers(file, { map: { externalId: { sql: 'upper(nr)' } } })).rejects.toMatchObject({
      message: expect.stringContaining('upper(nr)'),
    });
  });

  test('a line without end is refused in bounded memory', async () => {
    const file = await fileOf('a.csv', 'id,name\nK1,Anna\nK2,');
    const handle = await open(file, 'a');
    const megabyte = Buffer.alloc(1 << 20, 'x');
    for (let count = 0; count < 64; count++) await handle.write(megabyte);
    await handle.close();
    const before = process.memoryUsage().arrayBuffers;
    await expect(customers(file, { maxLineSize: 1 << 20 })).rejects.toMatchObject({
      message: 'The record on line 3 is longer than 1048576 characters.',
      remedy: expect.stringContaining('--max-line-size'),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 << 20);
  });
});

describe('odd but readable files', () => {
  test('byte order mark, CR LF, blanks around names and values, a delimiter at the end of each line', async () => {
    const file = await fileOf('a.csv', '\ufeffid, given_name , surname,\r\n K1 ,  Anna, Groß ,\r\nK2,,,\r\n');
    expect(await customers(file)).toMatchObject({ imported: 2, rejected: 0 });
    expect(await names()).toEqual({ K1: 'Anna Groß', K2: null });
  });

  test.each([
    ['windows-1252', latin1('id;name\nK1;Müller\nK2;Groß\n')],
    [
      'utf-16 with its mark',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('id\tname\nK1\tMüller\nK2\tGroß\n', 'utf16le')]),
    ],
  ])('%s is recognised', async (_, content) => {
    expect(await customers(await fileOf('a.csv', content))).toMatchObject({ imported: 2 });
    expect(await names()).toEqual({ K1: 'Müller', K2: 'Groß' });
  });

  test('a broken character among good ones costs its row only; the encoding can be forced', async () => {
    const content = Buffer.concat([
      Buffer.from('id;name\nK1;Müller\nK2;Gr'),
      latin1('ü'),
      Buffer.from('n\nK3;Jäger\n'),
    ]);
    const file = await fileOf('a.csv', content);
    const report = await customers(file);
    expect(report).toMatchObject({ imported: 2, rejected: 1 });
    expect(await readFile(report.rejectsPath!, 'utf8')).toContain(
      '3,name,Gr\ufffdn,is not text in the encoding utf-8',
    );
    expect(await customers(file, { encoding: 'latin1' })).toMatchObject({ rejected: 0 });
    expect((await names()).K2).toBe('Grün');
  });

  test('NUL characters, endless values and unknown words are rejects, not failures', async () => {
    const file = await fileOf(
      'a.csv',
      `id,name,email\nK1,An\0na,\nK2,${'x'.repeat(300)},\nK3,Anna,\n,Bernd,\n${'i'.repeat(600)},Clara,\n`,
    );
    const report = await customers(file);
    expect(report).toMatchObject({ imported: 1, rejected: 4 });
    const rejects = await readFile(report.rejectsPath!, 'utf8');
    expect(rejects).toMatch(/^2,name,.*NUL/m);
    expect(rejects).toMatch(/^3,name,x+,is longer than 200 characters$/m);
    expect(rejects).toMatch(/^5,id,,is required$/m);
    expect(rejects).toMatch(/^6,id,i+,is longer than 500 characters$/m);
  });

  test('of rows with the same external id the last counts, in one batch and across batches', async () => {
    const file = await fileOf('a.csv', 'id,name\nK1,first\nK2,only\nK1,second\nK1,third\n');
    for (const batchSize of [10, 1]) {
      const report = await customers(file, { batchSize });
      expect(report.superseded).toBe(2);
      expect(report.imported + report.unchanged).toBe(2);
      expect(await names()).toEqual({ K1: 'third', K2: 'only' });
    }
  });

  test('a file without header, and one with numbers for names', async () => {
    const file = await fileOf('a.txt', ' 00001 19970101 1 11.77\n 00002 19970112 1 12.00\n');
    const map = { externalId: 'column1', occurredAt: 'column2', attributes: ['column4'] };
    expect(await customers(file, { map, header: false, delimiter: 'whitespace' })).toMatchObject({
      imported: 2,
    });
    expect(await names()).toEqual({ '00001': null, '00002': null });
    const odd = await fileOf('b.csv', 'id,2024\nK1,5\n');
    expect(await customers(odd, { header: true })).toMatchObject({ imported: 1 });
  });

  test('rejects left by an earlier import disappear with their cause', async () => {
    const file = await fileOf('a.csv', 'id,occurred_at\nK1,gestern\n');
    expect((await customers(file)).rejectsPath).toBe(`${file}.rejects.csv`);
    const fixed = await fileOf('a.csv', 'id,occurred_at\nK1,2024-01-01\n');
    await customers(fixed, { rejectsPath: `${file}.rejects.csv` });
    await expect(readFile(`${file}.rejects.csv`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('rejects that cannot be written are a typed error with a remedy', async () => {
    const file = await fileOf('a.csv', 'id,occurred_at\nK1,gestern\n');
    const rejectsPath = path.join(file, 'below-a-file.csv');
    await expect(customers(file, { rejectsPath })).rejects.toMatchObject({
      remedy: expect.stringContaining('--rejects'),
    });
  });

  test('a file that grows while it is imported is noticed', async () => {
    const file = await fileOf('a.csv', 'id\nK1\nK2\n');
    const onProgress = () => appendFileSync(file, 'K3\n');
    const report = customers(file, { onProgress, batchSize: 1 });
    await expect(report).rejects.toMatchObject({
      code: 'conflict',
      remedy: expect.stringContaining('again'),
    });
  });
});
