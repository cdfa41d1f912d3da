import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSnapshot } from '../../../features/datasetSnapshot.ts';
import { eraseRows } from '../../../feedback/erasure/eraseRows.ts';
import { personOf } from '../../../feedback/erasure/personOf.ts';
import { subjectHash } from '../../../feedback/erasure/subjectHash.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { textsOf } from '../../../prisma/repositories/erasedPerson.ts';
import { type ErasureStep, erasureSteps } from '../../../prisma/repositories/erasureSteps.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { finishErasures } from '../../../training/datasets/finishErasure.ts';
import { type TestApi, testApi } from '../../support/api.ts';
import { type PersonsCompany, personsCompany, t } from './personsCompany.ts';

let api: TestApi;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'linkloop-erasure-'));
  api = await testApi({ LINKLOOP_DATA: directory });
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

/** Tables that hold nothing of a person, by what they are for. */
const impersonal = new Set([
  'company',
  'api_key',
  'import_run',
  'dataset_snapshot',
  'training_run',
  'model_version',
  'alias_ledger',
  'experiment',
]);

/** Every row of a company in every table of the database, as text. */
async function everyRow(client: Queryable, companyId: string): Promise<Map<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables t
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '_prisma_migrations' order by 1`,
  );
  const texts = tables.map(
    ({ name }) =>
      `select '${name}' as name, coalesce(array_agg(lower(r::text)), '{}') as rows from "${name}" r
       where ${name === 'company' ? 'id' : 'company_id'} = $1`,
  );
  const { rows } = await client.query<{ name: string; rows: string[] }>(texts.join(' union all '), [
    companyId,
  ]);
  return new Map(rows.map(({ name, rows }) => [name, rows]));
}

async function tablesHolding(
  client: Queryable,
  companyId: string,
  needles: readonly string[],
): Promise<string[]> {
  const found = await everyRow(client, companyId);
  return [...found].flatMap(([name, rows]) =>
    rows.some((row) => needles.some((needle) => row.includes(needle))) ? [name] : [],
  );
}

/** What of the needles any snapshot of the company holds. */
async function inSnapshots(companyId: string, needles: readonly string[]): Promise<string[]> {
  const folder = join('datasets', companyId, 'churn');
  const texts = await Promise.all(
    (await readdir(join(directory, folder))).map(async (hash) => {
      const { rows } = await readSnapshot(directory, join(folder, hash));
      return JSON.stringify(rows) + (await readFile(join(directory, folder, hash, 'manifest.json'), 'utf8'));
    }),
  );
  return needles.filter((needle) => texts.join('').toLowerCase().includes(needle));
}

const finish = () => finishErasures(api.application.database, { directory, now: api.clock.now(), after: 0 });

describe('erasing a person', () => {
  let one: PersonsCompany;
  let other: PersonsCompany;
  beforeAll(async () => {
    one = await personsCompany(api, directory);
    other = await personsCompany(api, directory);
  });

  test('begins where every table that may hold something of a person does', async () => {
    const holding = await tablesHolding(api.application.database.pool, one.companyId, one.needles);
    const all = [...(await everyRow(api.application.database.pool, one.companyId)).keys()];
    // The list of erasures and their receipts is filled by erasing.
    const expected = all.filter((name) => !impersonal.has(name) && !name.startsWith('erasure'));
    expect(holding).toEqual(expected);
  });

  test('needs each of its steps', async () => {
    const { database } = api.application;
    const now = api.clock.now();
    const { rows } = await database.pool.query<{ name: string }>(
      `select distinct conrelid::regclass::text as name from pg_constraint where confdeltype = 'c'`,
    );
    const goesWithItsParent = new Set(rows.map(({ name }) => name));
    const company = { id: one.companyId, region: 'DE' };
    const left = (step: ErasureStep | null) =>
      transaction(database, async (client) => {
        const person = await personOf(client, company, one.anna);
        const texts = await textsOf(client, person);
        const steps = erasureSteps.filter((kept) => kept !== step);
        await eraseRows(client, person, texts, now, steps);
        throw Object.assign(new Error(), {
          holding: await tablesHolding(client, one.companyId, one.needles),
        });
      }).catch((error: Error & { holding?: string[]; code?: string }) => {
        // The database itself refuses to leave a row that points at one that has gone.
        if (error.holding === undefined && !error.code?.startsWith('23')) throw error;
        return error.holding ?? ['refused'];
      });
    const notices = await left(null);
    expect(notices).toEqual(['history_change', 'outbox']);
    const needless: string[] = [];
    for (const step of erasureSteps) {
      if (String(await left(step)) === String(notices)) needless.push(`${step.table} ${step.effect}`);
    }
    // Rows that the database deletes with those they hang on are deleted by name to be counted.
    expect(needless.filter((name) => !goesWithItsParent.has(name.split(' ')[0]!))).toEqual([]);
  });

  test('leaves nothing of them but a receipt, and nobody else the poorer', async () => {
    const { pool } = api.application.database;
    const before = await everyRow(pool, other.companyId);
    const key = { 'Idempotency-Key': 'erase' };
    const first = await one.ask('DELETE', '/api/customers/X-DOUBLE', undefined, key);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      customers: 3,
      finishedAt: null,
      deleted: {
        call: 3,
        lead: 1,
        transaction: 1,
        outcome: 3,
        prediction: 3,
        customer: 3,
        shared_identifier: 1,
      },
      redacted: { prediction: 1, review_task: 1, idempotency_key: 2, link_correction: 1 },
    });
    // Only notices of the change and the list of what is to be done name them until it is done.
    expect(await tablesHolding(pool, one.companyId, one.needles)).toEqual([
      'erasure',
      'history_change',
      'outbox',
    ]);
    expect((await one.ask('DELETE', '/api/customers/X-DOUBLE', undefined, key)).body).toEqual(first.body);

    expect(await finish()).toBe(1);
    expect(await tablesHolding(pool, one.companyId, one.needles)).toEqual([]);
    expect(await inSnapshots(one.companyId, one.needles)).toEqual([]);
    await expect(access(join(directory, one.datasetPath))).rejects.toThrow();
    for (const [table, id] of Object.entries(one.bert))
      expect((await pool.query(`select 1 from "${table}" where id = $1`, [id])).rowCount).toBe(1);
    const { prisma } = api.application.database;
    const prediction = await prisma.prediction.findUniqueOrThrow({ where: { id: one.bert.prediction! } });
    expect(prediction.result).toMatchObject({
      decision: 'link',
      customerId: null,
      reasons: [],
      candidates: [{ displayName: 'Bert Meier' }],
    });
    expect(await prisma.callEmbedding.findMany({ where: { companyId: one.companyId } })).toMatchObject([
      { direction: [] },
    ]);

    // By whichever id they were known.
    for (const id of ['X-ANNA', one.anna]) {
      const { body } = await one.ask('DELETE', `/api/customers/${id}`);
      expect(body).toMatchObject({
        receiptId: first.body.receiptId,
        finishedAt: api.clock.now().toISOString(),
        models: [{ task: 'churn', version: 3 }],
        datasetsElsewhere: [],
      });
      expect(body.datasets).toContainEqual(expect.objectContaining({ id: expect.any(String), rows: 2 }));
      expect(body.datasets).toContainEqual(expect.objectContaining({ id: null, rows: 1, now: null }));
    }
    const audit = await prisma.auditLog.findMany({
      where: { companyId: one.companyId, action: 'customer.erase' },
    });
    expect(audit.map(({ subject }) => subject)).toEqual([subjectHash(one.companyId, one.double)]);
    // Another company's Anna is somebody else.
    expect(await everyRow(pool, other.companyId)).toEqual(before);
    expect(await inSnapshots(other.companyId, [other.anna])).toEqual([other.anna]);
  });

  test('is heard of by every index in memory, and is not undone by a request that is repeated', async () => {
    const { companyId, ask } = await api.company();
    const name = { givenName: 'Dora', familyName: 'Quist' };
    const add = (externalId: string, claims: object, key: string) =>
      ask('POST', '/api/customers', { externalId, claims }, { 'Idempotency-Key': key });
    await add('D-1', { ...name, phone: '0171 4440001' }, 'one');
    await add('D-2', { ...name, phone: '0171 4440002' }, 'two');
    const candidates = async (externalId: string) => {
      const call = { externalId, occurredAt: t.toISOString(), claims: { ...name, phone: '0171 4440003' } };
      const { body } = await ask('POST', '/api/ml/linking/resolve', { call });
      return body.result.candidates.map((one: { customerExternalId: string }) => one.customerExternalId);
    };
    expect((await candidates('call 1')).sort()).toEqual(['D-1', 'D-2']);
    await ask('POST', '/api/calls/call%201/link', { customerExternalId: 'D-1', reviewer: 'ruth' });
    const state = await api.application.identities.get((await api.application.companies(companyId))!);
    const counted = state.customerCount;
    expect((await ask('DELETE', '/api/customers/D-1')).body).toMatchObject({
      customers: 1,
      deleted: { call: 1 },
    });
    expect(await candidates('call 2')).toEqual(['D-2']);
    expect(state.customerCount).toBe(counted - 1);
    expect((await add('D-1', { ...name, phone: '0171 4440001' }, 'one')).status).toBe(404);
    expect((await ask('GET', '/api/customers/D-1')).status).toBe(404);
    // Delivered again by a source that has not erased them, they are somebody new, and may be erased again.
    await add('D-1', name, 'three');
    expect((await ask('DELETE', '/api/customers/D-1')).body).toMatchObject({ deleted: { customer: 1 } });
    expect((await ask('DELETE', '/api/customers/D-9')).status).toBe(404);
    // Two at once are one.
    const both = await Promise.all([1, 2].map(() => ask('DELETE', '/api/customers/D-2')));
    expect(new Set(both.map(({ status, body }) => `${status} ${body.receiptId}`)).size).toBe(1);
    expect(both[0]!.body).toMatchObject({ customers: 1, deleted: { call: 1 } });
  });

  test('waits for a training that may have read them, and takes up what was only asked for before', async () => {
    await finish();
    const { companyId, ask } = await api.company();
    const { prisma } = api.application.database;
    const run = await prisma.trainingRun.create({
      data: { companyId, task: 'churn', trigger: 'cli', status: 'running', recordedAt: t },
    });
    for (const externalId of ['E-1', 'E-2']) await ask('POST', '/api/customers', { externalId });
    const asked = await prisma.customer.findFirstOrThrow({ where: { companyId, externalId: 'E-1' } });
    await prisma.erasure.create({
      data: { companyId, subjectType: 'customer', subjectId: asked.id, actor: 'before', recordedAt: t },
    });
    await ask('DELETE', '/api/customers/E-2');
    expect(await finish()).toBe(0);
    expect((await ask('GET', '/api/customers/E-1')).status).toBe(404);
    expect(await prisma.erasure.count({ where: { companyId } })).toBe(2);
    await prisma.trainingRun.update({ where: { id: run.id }, data: { status: 'succeeded' } });
    expect(await finish()).toBe(2);
    expect(await prisma.erasure.count({ where: { companyId } })).toBe(0);
    expect((await ask('DELETE', '/api/customers/E-1')).body).toMatchObject({ actor: 'before' });
  });
});
