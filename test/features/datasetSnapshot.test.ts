import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { readSnapshot, writeSnapshot } from '../../features/datasetSnapshot.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'linkloop-snapshot-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const row = (subjectId: string, features: DatasetRow['features'], label = 0): DatasetRow => ({
  subjectId,
  asOf: new Date(Date.UTC(2025, 0, 5, 12, 30, 15, 123)),
  label,
  weight: 1,
  features,
  context: { propensity: 0.25, label60: null },
});
const rows = [
  row('b', { calls: 3, plan: 'basic', vip: true, mixed: 1, Calls: 9 }, 1),
  row('a', { calls: null, plan: 'it\'s "quoted"', vip: false, mixed: 'one', 'lead.value': 0.1 + 0.2 }),
  row('c', { calls: -0.5, plan: null, vip: null, mixed: true }),
];
const write = (given: readonly DatasetRow[], definitionHash = 'd') =>
  writeSnapshot({ directory, task: 'churn', companyId: 'company', rows: given, definitionHash });

const withoutNulls = ({ features, context, ...rest }: DatasetRow) => {
  const present = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null));
  return { ...rest, features: present(features), context: present(context ?? {}) };
};

describe('a snapshot', () => {
  test('comes back as it was written, whatever the types and names', async () => {
    const { path, manifest } = await write(rows);
    const back = await readSnapshot(directory, path);
    expect(back.manifest).toEqual(manifest);
    const bySubject = (a: DatasetRow, b: DatasetRow) => (a.subjectId < b.subjectId ? -1 : 1);
    expect(back.rows.sort(bySubject).map(withoutNulls)).toEqual([...rows].sort(bySubject).map(withoutNulls));
    expect(manifest).toMatchObject({ rowCount: 3, subjectCount: 3, classBalance: { 0: 2, 1: 1 } });
  });

  test('has the hash of its content: order does not matter, content and definitions do', async () => {
    const { hash, path } = await write(rows);
    expect(await write([...rows].reverse())).toMatchObject({ hash, path });
    expect((await write(rows, 'other')).hash).not.toBe(hash);
    expect((await write([...rows.slice(1), row('b', { calls: 4 }, 1)])).hash).not.toBe(hash);
    const parent = join(directory, path, '..');
    expect((await readdir(parent)).filter((name) => name.includes('draft'))).toEqual([]);
  });

  test('is refused when table and manifest disagree, or it is not there', async () => {
    const { path } = await write(rows, 'tampered');
    const file = join(directory, path, 'manifest.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"tampered"', '"replaced"'));
    await expect(readSnapshot(directory, path)).rejects.toMatchObject({ code: 'artifact_invalid' });
    await writeFile(join(directory, path, 'data.parquet'), 'no parquet');
    await expect(readSnapshot(directory, path)).rejects.toMatchObject({ code: 'artifact_invalid' });
    await expect(readSnapshot(directory, 'nowhere')).rejects.toMatchObject({ code: 'not_found' });
    await expect(write([])).rejects.toMatchObject({ code: 'not_enough_data' });
  });

  test('keeps any number and text exactly', async () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.boolean(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 6 }), async (values) => {
        const { path } = await write(values.map((v, index) => row(`s${index}`, { v })));
        const back = (await readSnapshot(directory, path)).rows;
        values.forEach((v, index) => {
          const got = back.find(({ subjectId }) => subjectId === `s${index}`)?.features.v;
          expect(got === 0 ? 0 : got).toEqual(v === 0 ? 0 : v);
        });
      }),
      { numRuns: 25, seed: 3 },
    );
  });
});
