import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { HistoryTask } from '../../../features/definitions/taskFeatures.ts';
import { streamScores } from '../../../prisma/repositories/scores.ts';
import { findScoringRun, listScoringRuns, newestScores } from '../../../prisma/repositories/scoringRuns.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { registerScore } from '../../../serving/commands/score.ts';
import { prune } from '../../../serving/housekeeping.ts';
import { createKey } from '../../../serving/keys.ts';
import { planNightly } from '../../../serving/scoring/planNightly.ts';
import { playScoringRun } from '../../../serving/scoring/playScoringRun.ts';
import { requestScoring } from '../../../serving/scoring/requestScoring.ts';
import { playWaiting } from '../../../serving/scoring/scoringWorker.ts';
import { appendAlias } from '../../../training/aliases.ts';
import { type Answer, type Ask, type TestApi, testApi } from '../../support/api.ts';
import { challenge, churnArtifact, register } from '../predict/registerModels.ts';

jest.setTimeout(60_000);

const at = (day: number) => new Date(Date.UTC(2025, 0, 1 + day));
const both = (day: number) => ({ occurredAt: at(day), recordedAt: at(day) });
const never = new AbortController().signal;

let api: TestApi;
let ask: Ask;
let companyId: string;
let otherId: string;
let directory: string;

/** Fourteen active customers and ten open leads, beside merged, temporary, erased, departed, won and future ones. */
async function populate(id: string): Promise<void> {
  const { prisma } = api.application.database;
  const customers: string[] = [];
  for (let index = 0; index < 14; index++) {
    const customer = await prisma.customer.create({
      data: { companyId: id, externalId: `c${index}, "the ${index}th"`, ...both(index) },
    });
    customers.push(customer.id);
    await prisma.transaction.createMany({
      data: [20, 40].map((day) => ({
        companyId: id,
        customerId: customer.id,
        amount: 10 + index,
        ...both(day - index),
      })),
    });
  }
  const [first] = customers;
  await prisma.customer.create({
    data: { companyId: id, externalId: 'merged', status: 'merged', mergedIntoId: first!, ...both(1) },
  });
  await prisma.customer.create({
    data: { companyId: id, externalId: 'unknown caller', status: 'temporary', provisional: true, ...both(1) },
  });
  await prisma.customer.create({ data: { companyId: id, externalId: 'of tomorrow', ...both(400) } });
  const departed = await prisma.customer.create({
    data: { companyId: id, externalId: 'departed', ...both(1) },
  });
  await prisma.outcome.create({
    data: {
      ...{ companyId: id, subjectType: 'customer', subjectId: departed.id, kind: 'churned' },
      ...both(30),
    },
  });
  const erased = await prisma.customer.create({ data: { companyId: id, externalId: 'erased', ...both(1) } });
  await prisma.erasure.create({
    data: { companyId: id, subjectType: 'customer', subjectId: erased.id, actor: 'test', recordedAt: at(50) },
  });
  for (let index = 0; index < 12; index++) {
    const lead = await prisma.lead.create({
      data: { companyId: id, externalId: `l${index}`, source: 'web', value: 500, ...both(40 + index) },
    });
    if (index >= 10)
      await prisma.outcome.create({
        data: {
          companyId: id,
          subjectType: 'lead',
          subjectId: lead.id,
          kind: index === 10 ? 'converted' : 'lost',
          ...both(60),
        },
      });
  }
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'linkloop-scores-'));
  api = await testApi({ LINKLOOP_DATA: directory });
  ({ companyId, ask } = await api.company());
  ({ companyId: otherId } = await api.company());
  await populate(companyId);
  await populate(otherId);
  const { database } = api.application;
  const champion = await register(database, companyId, 'churn', await churnArtifact());
  await transaction(database, (client) =>
    appendAlias(client, {
      companyId,
      task: 'churn',
      alias: 'champion',
      action: 'promote',
      modelVersionId: champion.id,
      actor: 'test',
      reason: 'test',
      now: at(0),
    }),
  );
  await challenge(
    database,
    champion.id,
    await register(database, companyId, 'churn', await churnArtifact(true)),
  );
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

const wanted = (task: HistoryTask, company = companyId) =>
  requestScoring(api.application.database.pool, {
    companyId: company,
    task,
    trigger: 'request',
    now: api.clock.now(),
  });

async function scoresOf(runId: string) {
  const scores = [];
  for await (const score of streamScores(api.application.database.pool, runId, 3)) scores.push(score);
  return scores;
}

async function predictionsOf(task: HistoryTask, company = companyId) {
  return api.application.database.prisma.prediction.findMany({
    where: { companyId: company, task },
    orderBy: { subjectId: 'asc' },
  });
}

describe('a run', () => {
  test('scores every active customer once with the champion, whatever experiment is under way', async () => {
    const { id } = await wanted('churn');
    const run = await playScoringRun(api.application, id, { signal: never, pageSize: 5 });
    expect(run).toMatchObject({ status: 'succeeded', subjects: 14, scored: 14, failed: 0, attempts: 1 });
    const predictions = await predictionsOf('churn');
    expect(predictions).toHaveLength(14);
    expect(new Set(predictions.map(({ subjectId }) => subjectId)).size).toBe(14);
    for (const { role, experimentId, asOf, companyId: owner } of predictions)
      expect({ role, experimentId, asOf, owner }).toEqual({
        role: 'champion',
        experimentId: null,
        asOf: api.clock.now(),
        owner: companyId,
      });
    expect(await api.application.database.prisma.exposure.count()).toBe(0);
    expect(await predictionsOf('churn', otherId)).toEqual([]);
  });

  test('says what a single prediction of the same moment says', async () => {
    const [score] = await scoresOf(
      (await listScoringRuns(api.application.database.pool, companyId, { limit: 1 }))[0]!.id,
    );
    await api.application.database.prisma.experiment.updateMany({ data: { stoppedAt: api.clock.now() } });
    api.application.models.invalidateCompany(companyId);
    const { body } = await ask('POST', `/api/ml/churn/predict/${score!.subjectId}`);
    expect(body.model).toMatchObject({ role: 'champion', version: score!.version });
    expect(score!.result).toMatchObject(body.result);
    expect(body.result.risk60).toBeGreaterThan(0);
  });

  test('is one run however often it is asked for, and leaves closed leads alone', async () => {
    const first = await wanted('lead_score');
    expect((await wanted('lead_score')).id).toBe(first.id);
    expect(await playWaiting(api.application, never)).toBe(1);
    const scored = await scoresOf(first.id);
    expect(scored.map(({ externalId }) => externalId).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `l${index}`).sort(),
    );
    await expect(playScoringRun(api.application, first.id, { signal: never })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await wanted('lead_score')).id).not.toBe(first.id);
    await playWaiting(api.application, never);
  });

  test('that is killed half way is gone on with, as of the moment it began, without doubles', async () => {
    const { database } = api.application;
    const { id } = await wanted('clv');
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        path.join(import.meta.dirname, 'interruptedScoring.ts'),
        database.url,
        directory,
        id,
      ],
      { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const left = await findScoringRun(database.pool, id);
    expect(left).toMatchObject({ status: 'running', scored: 8, attempts: 1 });
    expect(await predictionsOf('clv')).toHaveLength(8);
    const began = left!.asOf!;
    api.clock.set(new Date(began.getTime() + 3_600_000));
    // The server may need a moment to see that the process is gone.
    let run: Awaited<ReturnType<typeof playScoringRun>>;
    for (let attempt = 0; run === undefined && attempt < 100; attempt++)
      run = await playScoringRun(api.application, id, { signal: never });
    expect(run).toMatchObject({ status: 'succeeded', subjects: 14, scored: 14, attempts: 2, asOf: began });
    const predictions = await predictionsOf('clv');
    expect(predictions).toHaveLength(14);
    expect(new Set(predictions.map(({ subjectId }) => subjectId)).size).toBe(14);
    expect(new Set(predictions.map(({ asOf }) => asOf.getTime()))).toEqual(new Set([began.getTime()]));
  });

  test('that nobody takes up for a day is given up', async () => {
    const controller = new AbortController();
    const { id } = await wanted('clv');
    const stopped = playScoringRun(api.application, id, {
      signal: controller.signal,
      pageSize: 4,
      onProgress: ({ done }) => done === 4 && controller.abort(),
    });
    await expect(stopped).rejects.toThrow();
    api.clock.set(new Date(api.clock.now().getTime() + 25 * 3_600_000));
    const next = await wanted('clv');
    expect(next.id).not.toBe(id);
    expect(await findScoringRun(api.application.database.pool, id)).toMatchObject({
      status: 'failed',
      scored: 4,
    });
    await playWaiting(api.application, never);
  });

  test('is played by one process at a time', async () => {
    const { id } = await wanted('clv', otherId);
    const runs = await Promise.all([1, 2].map(() => playScoringRun(api.application, id, { signal: never })));
    expect(runs.filter((run) => run?.status === 'succeeded')).toHaveLength(1);
    expect(runs).toContain(undefined);
    expect(await predictionsOf('clv', otherId)).toHaveLength(14);
  });

  test('that can score nobody fails, and says why', async () => {
    const { prisma } = api.application.database;
    const { companyId } = await api.company();
    await prisma.company.update({
      where: { id: companyId },
      data: { settings: { leadScore: { hot: 10, warm: 50 } } },
    });
    await prisma.lead.create({ data: { companyId, externalId: 'l', ...both(40) } });
    const { id } = await wanted('lead_score', companyId);
    await expect(playScoringRun(api.application, id, { signal: never })).rejects.toThrow(/None of 1/);
    expect(await findScoringRun(api.application.database.pool, id)).toMatchObject({
      status: 'failed',
      scored: 0,
      failed: 1,
      error: expect.stringMatching(/^None of 1 .*settings of the lead score/),
    });
  });

  test('recommends what is worth most, and logs that it did not explore', async () => {
    const { id } = await wanted('nba', otherId);
    await playScoringRun(api.application, id, { signal: never });
    const predictions = await predictionsOf('nba', otherId);
    expect(predictions).toHaveLength(10);
    for (const { result, propensities } of predictions) {
      const { action, explored, alternatives } = result as unknown as {
        action: string;
        explored: boolean;
        alternatives: { action: string; value: number }[];
      };
      expect(explored).toBe(false);
      expect(action).toBe(alternatives[0]!.action);
      expect(propensities).toEqual(
        Object.fromEntries(alternatives.map((one) => [one.action, one.action === action ? 1 : 0])),
      );
    }
  });
});

describe('what a run has found', () => {
  const cells = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .map(([, cell]) => (cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!))
      .slice(0, line.split(',').length);

  test('is written as CSV and Parquet that hold what was logged', async () => {
    process.env.DATABASE_URL = api.application.database.url;
    process.env.LINKLOOP_DATA = directory;
    process.env.LINKLOOP_NOW = api.clock.now().toISOString();
    process.env.LOG_LEVEL = 'silent';
    const { slug } = await api.application.database.prisma.company.findUniqueOrThrow({
      where: { id: companyId },
    });
    const out: string[] = [];
    const score = (...args: string[]) =>
      runProgram(['score', ...args, '--company', slug, '--json'], [registerScore], {
        stdout: { write: (text) => out.push(text) },
        stderr: { write: () => true },
        signal: never,
      });
    const csv = path.join(directory, 'churn.csv');
    const parquet = path.join(directory, 'churn.parquet');
    expect(await score('churn', '--out', csv)).toBe(0);
    expect(await score('churn', '--out', parquet)).toBe(0);
    expect(await score('churn', '--out', path.join(directory, 'churn.xlsx'))).toBe(1);
    delete process.env.LINKLOOP_NOW;
    const [first, second] = out
      .join('')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).runs?.[0]);
    expect(first).toMatchObject({ task: 'churn', status: 'succeeded', scored: 14, file: csv });
    const logged = await scoresOf(first.id);

    const [header, ...lines] = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    const names = header!.split(',');
    const rows = lines.map((line) =>
      Object.fromEntries(cells(line).map((cell, index) => [names[index], cell])),
    );
    expect(rows).toHaveLength(14);
    expect(rows.map((row) => [row.subject_id, row.external_id, Number(row.risk60), row.segment])).toEqual(
      logged.map(({ subjectId, externalId, result }) => [
        subjectId,
        externalId,
        result.risk60,
        result.segment,
      ]),
    );

    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(
      `select subject_id, risk60, persuadability_value, prediction_id, epoch_ms(as_of) from read_parquet('${parquet}')`,
    );
    expect(reader.getRows()).toEqual(
      (await scoresOf(second.id)).map(({ subjectId, result, predictionId, asOf }) => [
        subjectId,
        result.risk60,
        (result.persuadability as { value: number }).value,
        predictionId,
        BigInt(asOf.getTime()),
      ]),
    );
    connection.closeSync();
    instance.closeSync();
  });

  test('is streamed over HTTP to its own company', async () => {
    const csv = await ask('GET', '/api/scores/churn');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.body.trim().split('\n')).toHaveLength(15);
    const ndjson = await ask('GET', '/api/scores/clv?format=ndjson');
    const lines = ndjson.body
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(lines).toHaveLength(14);
    expect(lines[0]).toMatchObject({ clv: expect.any(Number), as_of: expect.stringMatching(/Z$/) });
    const { ask: strangers } = await api.company();
    expect((await strangers('GET', '/api/scores/churn')).body).toMatchObject({ code: 'not_found' });
    expect((await strangers('GET', '/api/scores/runs')).body).toEqual({ runs: [], next: null });
    expect((await ask('GET', '/api/scores/linking')).status).toBe(400);
  });

  test('is sent as Parquet too, and no file of it is left', async () => {
    const { database, clock } = api.application;
    const wanted = { companyId, name: 'warehouse', scopes: ['predict'] } as const;
    const { key } = await createKey(database, wanted, clock.now());
    const answer = await fetch(`${api.server.url}/api/scores/churn?format=parquet`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.apache.parquet',
    ]);
    const file = path.join(directory, 'sent.parquet');
    await writeFile(file, Buffer.from(await answer.arrayBuffer()));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = (
      await connection.runAndReadAll(`select subject_id, risk60 from read_parquet('${file}')`)
    ).getRows();
    connection.closeSync();
    instance.closeSync();
    const run = (await newestScores(database.pool, companyId, 'churn'))!;
    expect(rows).toEqual((await scoresOf(run.id)).map(({ subjectId, result }) => [subjectId, result.risk60]));
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('linkloop-parquet-'))).toEqual([]);
  });

  test('is forgotten after 90 days, but for what somebody acted on', async () => {
    const { prisma } = api.application.database;
    const [lead] = await predictionsOf('nba', otherId);
    await prisma.interaction.create({
      data: {
        companyId: otherId,
        leadId: lead!.subjectId,
        action: 'call',
        predictionId: lead!.id,
        ...both(70),
      },
    });
    const before = api.clock.now();
    api.clock.set(new Date(before.getTime() + 91 * 86_400_000));
    await prune(api.application);
    expect(await predictionsOf('nba', otherId)).toMatchObject([{ id: lead!.id }]);
    api.clock.set(before);
  });
});

describe('runs by themselves and on request', () => {
  test('who may operate asks for all tasks at once, and sees how far they are', async () => {
    const { body, status } = await ask('POST', '/api/scores/runs', { task: 'all' });
    expect(status).toBe(202);
    expect(body.map(({ task }: { task: string }) => task)).toEqual(['clv', 'churn', 'lead-score', 'nba']);
    expect(await playWaiting(api.application, never)).toBe(4);
    const { runs } = (await ask('GET', '/api/scores/runs?task=nba')).body;
    expect(runs[0]).toMatchObject({ task: 'nba', status: 'succeeded', scored: 10, subjects: 10 });
    const all = (await ask('GET', '/api/scores/runs')).body.runs;
    const pages = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Answer = await ask(
        'GET',
        `/api/scores/runs?limit=2${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`,
      );
      pages.push(page.body.runs);
      next = page.body.next;
    }
    expect(pages.slice(0, -1).every((page) => page.length === 2)).toBe(true);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flat()).toEqual(all);
    const caller = await api.key(companyId, 'predict');
    expect((await caller('POST', '/api/scores/runs', { task: 'nba' })).status).toBe(403);
  });

  test('the night comes once a day, at the hour of the company, unless it is switched off', async () => {
    const { database } = api.application;
    await database.prisma.company.updateMany({ data: { timezone: 'America/New_York' } });
    const plan = async (moment: string) => {
      const runs = await planNightly(database, new Date(moment));
      await playWaiting(api.application, never);
      return runs.filter((run) => run.companyId === companyId).map(({ task }) => task);
    };
    expect(await plan('2025-07-02T08:59:00Z')).toEqual([]);
    expect(await plan('2025-07-02T09:00:00Z')).toEqual(['clv', 'churn', 'lead_score', 'nba']);
    expect(await plan('2025-07-02T20:00:00Z')).toEqual([]);
    expect(await plan('2025-07-03T03:00:00Z')).toEqual([]);
    const set = await ask('PUT', '/api/scores/schedule', { hour: 2, tasks: ['churn'] });
    expect(set.body).toEqual({ hour: 2, tasks: ['churn'] });
    expect(await plan('2025-07-03T06:00:00Z')).toEqual(['churn']);
    await ask('PUT', '/api/scores/schedule', { hour: null });
    expect(await plan('2025-07-04T12:00:00Z')).toEqual([]);
  });
});
