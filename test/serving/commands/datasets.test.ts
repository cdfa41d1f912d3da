import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { uuid } from '../../../base/uuid.ts';
import { buildDataset } from '../../../features/buildDataset.ts';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { writeSnapshot } from '../../../features/datasetSnapshot.ts';
import { definitionHash } from '../../../features/definitionHash.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import { featuresHash } from '../../../features/featuresHash.ts';
import { logPrediction } from '../../../feedback/predictionLog.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Company } from '../../../prisma/generated/client.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import { loadHistory } from '../../../prisma/repositories/history.ts';
import { registerConsistency } from '../../../serving/commands/consistency.ts';
import { registerDatasets } from '../../../serving/commands/datasets.ts';
import { registerErase } from '../../../serving/commands/erase.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { registerStatus } from '../../../serving/commands/status.ts';
import { watchConsistency } from '../../../serving/watchConsistency.ts';
import { finishErasures } from '../../../training/datasets/finishErasure.ts';
import { seedCompany, testDatabase } from '../../support/database.ts';

jest.setTimeout(60_000);

const at = (day: number) => new Date(Date.UTC(2025, 0, 1) + day * 86_400_000);
const both = (day: number, known = day) => ({ occurredAt: at(day), recordedAt: at(known) });

let database: Database;
let directory: string;
let company: Company;
const customers: string[] = [];

/** Twelve customers with a purchase a month; every third has churned, as was reported two days late. */
beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'linkloop-datasets-'));
  process.env.DATABASE_URL = database.url;
  process.env.LINKLOOP_DATA = directory;
  process.env.LINKLOOP_NOW = at(400).toISOString();
  process.env.LOG_LEVEL = 'silent';
  company = await seedCompany(database);
  const companyId = company.id;
  for (let index = 0; index < 12; index++) {
    const { id } = await database.prisma.customer.create({
      data: { companyId, externalId: `c${index}`, ...both(index) },
    });
    customers.push(id);
    await database.prisma.transaction.createMany({
      data: [30, 60, 90, 120].map((day) => ({
        companyId,
        customerId: id,
        amount: 10 + index / 10,
        ...both(day + index),
      })),
    });
    await database.prisma.outcome.create({
      data: {
        companyId,
        subjectType: 'customer',
        subjectId: id,
        kind: index % 3 === 0 ? 'churned' : 'retained',
        ...both(200, 202),
      },
    });
  }
});
afterAll(async () => {
  await database.close();
  delete process.env.LINKLOOP_NOW;
  await rm(directory, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const out: string[] = [];
  const code = await runProgram(
    [...args, '--company', company.slug, '--json'],
    [registerDatasets, registerErase, registerConsistency, registerStatus],
    {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: () => {} },
      signal: new AbortController().signal,
    },
  );
  return { code, result: JSON.parse(out.join('').trim().split('\n').at(-1)!) };
}

/** What a training run leaves behind. */
async function registerDataset(day: number, negatives?: { share: number; seed: number }) {
  const built = await buildDataset(database.pool, {
    task: 'churn',
    company,
    knownAt: at(day),
    ...(negatives ? { negatives } : {}),
  });
  const { path, hash, manifest } = await writeSnapshot({ directory, companyId: company.id, ...built });
  const record = await insertDataset(database.pool, {
    companyId: company.id,
    task: 'churn',
    path,
    hash,
    manifest,
    definitionHash: built.definitionHash,
    rowCount: built.rows.length,
    asOfFrom: new Date(manifest.asOfFrom),
    asOfTo: new Date(manifest.asOfTo),
    recordedAt: at(day),
  });
  return { record, built };
}

describe('datasets', () => {
  let first: string;
  let second: string;

  test('are listed, described and compared', async () => {
    const earlier = await registerDataset(205);
    const later = await registerDataset(230);
    first = earlier.record.id;
    second = later.record.id;
    expect(earlier.built.censored).toBeGreaterThan(0);
    expect((await run('datasets', 'list')).result.datasets.map(({ id }: { id: string }) => id)).toEqual([
      second,
      first,
    ]);
    const { result } = await run('datasets', 'describe', 'churn');
    expect(result).toMatchObject({ dataset: second, rows: later.built.rows.length, subjects: 12 });
    expect(result.drift.against).toBe(first);
    const column = result.columns.find(({ column }: { column: string }) => column === 'calls.daysSince');
    expect(column).toMatchObject({ missing: 1, type: 'empty' });
    const diff = await run('datasets', 'diff', first, second);
    expect(diff.result.onlyNow).toBeGreaterThan(0);
    expect(diff.result).toMatchObject({ onlyBefore: 0, columns: [], sameDefinitions: true });
    expect(await run('datasets', 'describe', 'nba')).toMatchObject({
      code: 1,
      result: { problem: { code: 'not_found' } },
    });
  });

  test('come out the same when built again from their manifest', async () => {
    expect((await run('datasets', 'rebuild', first)).result).toMatchObject({
      same: true,
      erasedSubjects: 0,
      diff: { onlyBefore: 0, onlyNow: 0, labels: 0, columns: [] },
    });
    const sampled = await registerDataset(229, { share: 0.5, seed: 3 });
    const zeros = (rows: readonly { label: number; weight: number }[]) =>
      rows.filter(({ label }) => label === 0);
    expect(new Set(zeros(sampled.built.rows).map(({ weight }) => weight))).toEqual(new Set([2]));
    expect((await run('datasets', 'rebuild', sampled.record.id)).result).toMatchObject({ same: true });
  });

  test('are built with a share of their negatives, and refused a wrong share or seed', async () => {
    const { result } = await run('datasets', 'build', 'churn', '--negatives', '0.5');
    expect(result.rows).toBeGreaterThan(0);
    const { result: described } = await run('datasets', 'describe', result.id);
    expect(described).toMatchObject({ rows: result.rows, censored: result.censored });
    expect(await run('datasets', 'build', 'churn', '--negatives', '0')).toMatchObject({ code: 2 });
    const before = (await run('datasets', 'list')).result.datasets.length;
    const wrong = await run('datasets', 'build', 'churn', '--negatives', '0.5', '--seed', 'abc');
    expect(wrong).toMatchObject({ code: 2 });
    expect((await run('datasets', 'list')).result.datasets).toHaveLength(before);
    await expect(registerDataset(231, { share: 0.5, seed: Number.NaN })).rejects.toMatchObject({
      code: 'invalid_input',
      findings: [{ path: 'recipe.negatives.seed' }],
    });
  });

  test('show a fact that was entered later with an earlier date', async () => {
    const { id } = await database.prisma.transaction.create({
      data: { companyId: company.id, customerId: customers[1]!, amount: 99, ...both(100) },
    });
    const { result } = await run('datasets', 'rebuild', second);
    expect(result).toMatchObject({ same: false, otherDefinitions: false });
    expect(result.diff.columns.map(({ column }: { column: string }) => column)).toContain(
      'transactions.count.amount>0',
    );
    await database.prisma.transaction.delete({ where: { id } });
    expect((await run('datasets', 'rebuild', second)).result.same).toBe(true);
  });

  test('hold nobody who was erased, also when built again', async () => {
    const rehearsed = (await run('erase', 'c4', '--dry-run')).result;
    expect(rehearsed).toMatchObject({ dryRun: true, customers: 1, deleted: { transaction: 4 } });
    const { result: receipt } = await run('erase', 'c4');
    expect(receipt).toMatchObject({ finishedAt: null, deleted: rehearsed.deleted });
    expect((await run('datasets', 'describe', second)).result.erasedSubjects).toBe(1);
    expect(await finishErasures(database, { directory, now: at(400), after: 0 })).toBe(1);
    const { result } = await run('erase', customers[4]!);
    expect(result).toMatchObject({ receiptId: receipt.receiptId, models: [] });
    expect(result.datasets.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([first, second]),
    );
    expect((await run('datasets', 'rebuild', second)).result).toMatchObject({
      same: true,
      erasedSubjects: 0,
    });
    const { rows } = await buildDataset(database.pool, { task: 'churn', company, knownAt: at(230) });
    expect(rows.some(({ subjectId }) => subjectId === customers[4])).toBe(false);
    expect(rows.some(({ subjectId }) => subjectId === customers[5])).toBe(true);
    expect(await run('erase', 'nobody')).toMatchObject({
      code: 1,
      result: { problem: { code: 'not_found' } },
    });
  });
});

describe('served features', () => {
  const features = featuresOfTask('churn');
  const serve = async (customer: string, day: number, change: object = {}) => {
    const history = await loadHistory(database.pool, company.id, 'customer', customer);
    const row = { ...computeFeatures(features, history!, at(day).getTime()), ...change };
    const id = uuid();
    await logPrediction(database.pool, {
      id,
      companyId: company.id,
      task: 'churn',
      subjectType: 'customer',
      subjectId: customer,
      modelVersionId: null,
      role: 'fallback',
      experimentId: null,
      arm: null,
      features: row,
      featuresHash: featuresHash(definitionHash(features), row),
      result: {},
      confidence: 0.5,
      propensities: null,
      asOf: at(day),
      recordedAt: at(day),
    });
    return id;
  };

  test('equal those of history to the bit, and a planted skew is caught', async () => {
    for (const customer of customers.filter((_, index) => index !== 4)) await serve(customer, 398.123);
    expect(await run('consistency')).toMatchObject({ code: 0, result: { checked: 11, equal: 11 } });
    // One unit in the last place.
    const history = await loadHistory(database.pool, company.id, 'customer', customers[0]!);
    const name = 'transactions.daysSince.amount>0';
    const true_ = computeFeatures(features, history!, at(399).getTime())[name] as number;
    const id = await serve(customers[0]!, 399, { [name]: true_ + 2 ** -44 });
    expect(await run('consistency')).toMatchObject({
      code: 1,
      result: { problem: { code: 'conflict', errors: [{ path: `${id}/${name}` }] } },
    });
    const said: object[] = [];
    const watched = await watchConsistency({
      database,
      clock: { now: () => at(399.01) },
      logger: { error: (what: object) => said.push(what) },
    });
    expect(watched).toBe(1);
    expect(said).toMatchObject([{ checked: 1, first: [{ predictionId: id }] }]);
    expect((await run('status')).result).toMatchObject({
      consistency: { checked: 12, equal: 11, skewed: 1 },
      freshness: expect.arrayContaining([{ source: 'transactions', happened: 269, recorded: 269 }]),
    });
  });

  test('that a late correction with an earlier date would change are caught', async () => {
    await database.pool.query('delete from prediction where company_id = $1', [company.id]);
    const call = await database.prisma.call.create({ data: { companyId: company.id, ...both(390) } });
    await serve(customers[2]!, 399);
    const link = await database.prisma.identityLink.create({
      data: {
        companyId: company.id,
        callId: call.id,
        customerId: customers[2]!,
        source: 'correction',
        occurredAt: at(390),
        recordedAt: at(399.5),
      },
    });
    // Known after the answer, as it was: nothing to see.
    expect(await run('consistency')).toMatchObject({ code: 0, result: { equal: 1 } });
    await database.prisma.identityLink.update({ where: { id: link.id }, data: { recordedAt: at(390) } });
    expect((await run('consistency')).result.problem.errors.map((e: { path: string }) => e.path)).toEqual(
      expect.arrayContaining([expect.stringContaining('/calls.count.30d')]),
    );
  });
});
