import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SettableClock } from '../../base/clock.ts';
import { readSnapshot } from '../../features/datasetSnapshot.ts';
import { decodeArtifact } from '../../models/artifact.ts';
import type { Database } from '../../prisma/database.ts';
import type { Task } from '../../prisma/generated/enums.ts';
import { setCompanySetting } from '../../prisma/repositories/companies.ts';
import { listDatasets } from '../../prisma/repositories/datasets.ts';
import { listTrainingRuns } from '../../prisma/repositories/trainingRuns.ts';
import { currentStanding } from '../../training/aliases.ts';
import { rebuildDataset } from '../../training/datasets/rebuildDataset.ts';
import { runningExperiment } from '../../training/experiments.ts';
import { loadVersion } from '../../training/registry.ts';
import type { TrainingReport } from '../../training/report.ts';
import { runTraining } from '../../training/run.ts';
import { seedCompany, testDatabase } from '../support/database.ts';
import {
  insertBuyers,
  insertCallers,
  insertChurners,
  insertLeads,
  repeatableId,
  today,
} from './simulatedCompany.ts';

// Real fits, on a machine that may be busy.
jest.setTimeout(120_000);

let database: Database;
let dataDirectory: string;

beforeAll(async () => {
  database = await testDatabase();
  dataDirectory = await mkdtemp(join(tmpdir(), 'linkloop-training-'));
});
afterAll(async () => {
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

/** Within this process: that others run it apart is tested with the queue. */
async function train(companyId: string, task: Task, now = today): Promise<TrainingReport> {
  const run = { companyId, task, trigger: 'cli' } as const;
  return runTraining({ database, clock: new SettableClock(now), dataDirectory, run });
}

/** What every successful run leaves behind. */
async function checkRegistered(companyId: string, report: TrainingReport, kind: string): Promise<void> {
  const version = await loadVersion(database.pool, companyId, report.versionId);
  expect(decodeArtifact(version.artifact).kind).toBe(kind);
  expect(version.report).toEqual(JSON.parse(JSON.stringify(report)));
  const [dataset] = await listDatasets(database.pool, companyId, report.task);
  expect(dataset).toMatchObject({ id: report.datasetId });
  const { rows } = await readSnapshot(dataDirectory, dataset!.path);
  expect(rows).toHaveLength(dataset!.rowCount);
  const [run] = await listTrainingRuns(database.pool, companyId, { task: report.task });
  expect(run).toMatchObject({ status: 'succeeded', attempts: 1, datasetId: report.datasetId });
}

describe('a training run', () => {
  test('learns churn, and the second one challenges the first', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('churn') });
    await insertChurners(database.pool, id);
    const first = await train(id, 'churn', new Date(today.getTime() - 7 * 86_400_000));
    expect(first).toMatchObject({ version: 1, outcome: 'champion', gate: { passed: true, reasons: [] } });
    expect(first.champion).toBeNull();
    // Some twenty of the held-out rows churned: the interval is wide.
    expect(first.metrics.auc!.value).toBeGreaterThan(0.65);
    expect(first.metrics.auc!.low).toBeGreaterThan(0.5);
    expect(first.baseline.difference.value).toBeLessThan(0);
    await checkRegistered(id, first, 'churn');

    const second = await train(id, 'churn');
    expect(second).toMatchObject({ version: 2, outcome: 'challenger' });
    expect(second.champion!.name).toBe('version 1');
    expect(second.champion!.metrics.auc!.value).toBeGreaterThan(0.6);
    expect(await currentStanding(database.pool, id, 'churn')).toEqual({
      champion: first.versionId,
      challenger: second.versionId,
    });
    expect(await runningExperiment(database.pool, id, 'churn')).toMatchObject({
      championVersionId: first.versionId,
      challengerVersionId: second.versionId,
      share: 0.2,
    });
  });

  test('learns lead score and next best action', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('leads') });
    await insertLeads(database.pool, id);
    const score = await train(id, 'lead_score');
    expect(score).toMatchObject({ version: 1, outcome: 'champion' });
    await checkRegistered(id, score, 'lead-score');
    // Absolute thresholds of its own come along, by which some leads are hot.
    const scoring = decodeArtifact((await loadVersion(database.pool, id, score.versionId)).artifact);
    const { hot, warm } = (scoring.payload as { thresholds: { hot: number; warm: number } }).thresholds;
    expect(hot).toBeGreaterThan(warm);
    expect(warm).toBeGreaterThan(0);
    expect(score.notes.join()).toMatch(new RegExp(`hot from ${hot} points on, warm from ${warm}.*are hot`));
    expect(score.notes.join()).not.toMatch(/ 0 % are hot/);

    const nba = await train(id, 'nba');
    expect(nba).toMatchObject({ version: 1, outcome: 'champion' });
    expect(nba.baseline.difference.high).toBeLessThan(0);
    // Whom to call and whom to write to can be learned: the policy would have earned more than even draws. Two hundred
    // held-out leads leave either value uncertain by a third.
    expect(nba.metrics.policyValue!.value).toBeGreaterThan(1.2 * nba.metrics.loggedPolicyValue!.value);
    const { value, weeks, autonomy } = nba.policy!;
    expect(value.effectiveSampleSize).toBeGreaterThan(60);
    expect(weeks.reduce((sum, week) => sum + week.decisions, 0)).toBe(value.decisions);
    expect(autonomy.email!.decisions + autonomy.call!.decisions).toBeLessThanOrEqual(value.decisions);
    const { artifact } = await loadVersion(database.pool, id, nba.versionId);
    expect(decodeArtifact(artifact).payload).toMatchObject({ autonomy });
    await checkRegistered(id, nba, 'next-best-action');
  });

  test('refuses a model of what was filled in after the outcome, until it is told to learn without', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('closed leads') });
    await insertLeads(database.pool, id, 500, (converted) => ({
      closeReason: converted ? 'signed' : 'no need',
    }));
    const report = await train(id, 'lead_score');
    expect(report).toMatchObject({ version: 1, outcome: 'registered', gate: { passed: false } });
    expect(report.gate.reasons).toEqual([expect.stringMatching(/closeReason .*--exclude closeReason/)]);
    expect((await currentStanding(database.pool, id, 'lead_score')).champion).toBeNull();
    await setCompanySetting(
      database.pool,
      id,
      'lead_score.attributes',
      {
        excluded: ['closeReason'],
        acknowledged: [],
      },
      new Date(),
    );
    const again = await train(id, 'lead_score');
    expect(again).toMatchObject({ version: 2, outcome: 'champion', gate: { passed: true } });
    const datasets = await listDatasets(database.pool, id, 'lead_score');
    // Both trainings live at the same moment.
    const dataset = datasets.find((one) => one.id === again.datasetId);
    const { rows } = await readSnapshot(dataDirectory, dataset!.path);
    expect(Object.keys(rows[0]!.features).filter((name) => name.startsWith('attribute.'))).toEqual([
      'attribute.budget',
    ]);
    expect(await rebuildDataset(database.pool, dataDirectory, dataset!)).toMatchObject({ same: true });
  });

  test('learns lifetime values', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('buyers') });
    await insertBuyers(database.pool, id, 200);
    const report = await train(id, 'clv');
    expect(report).toMatchObject({ version: 1, outcome: 'champion', positives: null });
    expect(report.metrics.totalRatio!.low).toBeLessThan(1.2);
    expect(report.metrics.totalRatio!.high).toBeGreaterThan(0.8);
    await checkRegistered(id, report, 'lifetime-value');
  });

  test('learns linking from corrections', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('callers') });
    await insertCallers(database.pool, id);
    const report = await train(id, 'linking');
    expect(report).toMatchObject({ version: 1, outcome: 'champion', rows: 300 });
    // It asks where the rule links wrongly.
    expect(report.baseline.difference.high).toBeLessThan(0);
    expect(report.metrics.wrongLinkRate!.value).toBeLessThan(report.baseline.metrics.wrongLinkRate!.low);
    await checkRegistered(id, report, 'linker');
  });

  test('starts linking cold, without a label, and waits for labels before it replaces that model', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('cold') });
    await insertCallers(database.pool, id, { customers: 100, calls: 150, corrections: 0 });
    const first = await train(id, 'linking');
    expect(first).toMatchObject({ outcome: 'champion', rows: 0, metrics: {} });
    const second = await train(id, 'linking');
    expect(second).toMatchObject({ outcome: 'registered', gate: { passed: false } });
    expect(second.gate.reasons[0]).toMatch(/0 labelled calls are too few/);
    expect((await currentStanding(database.pool, id, 'linking')).champion).toBe(first.versionId);
  });

  test.each(['linking', 'churn', 'clv', 'nba', 'lead_score'] as const)(
    'fails with a clear message and registers nothing when there is no data: %s',
    async (task) => {
      const { id } = await seedCompany(database);
      await expect(
        runTraining({
          database,
          clock: new SettableClock(today),
          dataDirectory,
          run: { companyId: id, task, trigger: 'cli' },
        }),
      ).rejects.toMatchObject({ code: 'not_enough_data' });
      const [run] = await listTrainingRuns(database.pool, id, { task });
      expect(run).toMatchObject({ status: 'failed', report: null, datasetId: null });
      expect(run!.error).toMatch(/not enough|no call/i);
      expect(await currentStanding(database.pool, id, task)).toEqual({ champion: null, challenger: null });
    },
  );

  test('uses nothing that became known later', async () => {
    const { id } = await seedCompany(database, { id: repeatableId('then') });
    await insertBuyers(database.pool, id, 120);
    const then = new Date(today.getTime() - 60 * 86_400_000);
    const before = await train(id, 'clv', then);
    await database.pool.query(`delete from transaction where company_id = $1 and recorded_at > $2`, [
      id,
      then,
    ]);
    const after = await train(id, 'clv', then);
    expect(after.metrics).toEqual(before.metrics);
    const [one, two] = await listDatasets(database.pool, id, 'clv');
    expect(one!.hash).toBe(two!.hash);
  });
});
