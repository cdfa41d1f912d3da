import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import { lockAliases } from '../prisma/repositories/aliases.ts';
import { insertDataset } from '../prisma/repositories/datasets.ts';
import {
  findTrainingRun,
  finishTrainingRun,
  type TrainingRunRecord,
} from '../prisma/repositories/trainingRuns.ts';
import { transaction } from '../prisma/transaction.ts';
import { appendAlias, currentStanding } from './aliases.ts';
import { startExperiment } from './experiments.ts';
import type { PipelineResult } from './pipeline.ts';
import { registerVersion } from './registry.ts';
import type { TrainingReport } from './report.ts';

/**
 * The one transaction that finishes a run: dataset, version, alias, experiment and the run's report appear
 * together or not at all.
 */
export async function registerRun(
  database: Database,
  finished: {
    run: TrainingRunRecord;
    result: PipelineResult;
    asOf: Date;
    now: Date;
    seconds: number;
  },
): Promise<TrainingReport> {
  return transaction(database, async (client) => {
    const { run, result, now } = finished;
    // Holds off a second worker that wakes up with the same run.
    await client.query('select 1 from training_run where id = $1 for update', [run.id]);
    if ((await findTrainingRun(client, run.id))?.status !== 'running') {
      throw new Problem('conflict', `Training run ${run.id} was finished by another worker.`);
    }
    const { companyId, task } = run;
    const dataset = await insertDataset(client, { ...result.dataset, companyId, task, recordedAt: now });
    await lockAliases(client, companyId, task);
    const { champion } = await currentStanding(client, companyId, task);
    const outcome = !result.gate.passed ? 'registered' : champion === null ? 'champion' : 'challenger';
    const { id, version, report } = await registerVersion<TrainingReport>(client, {
      companyId,
      task,
      trainingRunId: run.id,
      artifact: result.artifact,
      now,
      report: (registered) => ({
        ...result.evaluation,
        task,
        runId: run.id,
        asOf: finished.asOf.toISOString(),
        gate: result.gate,
        datasetId: dataset.id,
        version: registered.version,
        versionId: registered.id,
        outcome,
        seconds: Math.round(finished.seconds * 1000) / 1000,
      }),
    });
    const change = { companyId, task, actor: 'training', now, modelVersionId: id };
    if (outcome === 'champion') {
      const reason = `Version ${version} passed the gate and there was no champion.`;
      await appendAlias(client, { ...change, alias: 'champion', action: 'promote', reason });
    }
    if (outcome === 'challenger') {
      const reason = `Version ${version} passed the gate.`;
      await startExperiment(client, {
        companyId,
        task,
        now,
        championVersionId: champion,
        challengerVersionId: id,
      });
      await appendAlias(client, { ...change, alias: 'challenger', action: 'challenge', reason });
    }
    await finishTrainingRun(client, run.id, { status: 'succeeded', now, report, datasetId: dataset.id });
    return report;
  });
}
