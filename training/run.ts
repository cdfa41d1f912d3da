import type { Clock } from '../base/clock.ts';
import { Problem } from '../base/problem.ts';
import { learnedAttributesOf } from '../features/learnedAttributes.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import { findModelVersion } from '../prisma/repositories/modelVersions.ts';
import {
  beginTrainingRun,
  findTrainingRun,
  finishTrainingRun,
  insertTrainingRun,
  requeueTrainingRun,
  type TrainingRunRecord,
  type Trigger,
} from '../prisma/repositories/trainingRuns.ts';
import { currentAlias } from './aliases.ts';
import { applyLeakRule } from './leakRule.ts';
import { isPassing } from './passingFailure.ts';
import type { CompanyProfile, Pipelines } from './pipeline.ts';
import { pipelines as standardPipelines } from './pipelines.ts';
import { registerRun } from './registerRun.ts';
import { loadVersion } from './registry.ts';
import type { TrainingReport } from './report.ts';

export interface TrainingOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Dataset snapshots are written below it. */
  readonly dataDirectory: string;
  /** A run that waits (or was left half-way), or what to begin. */
  readonly run: { readonly id: string } | { companyId: string; task: Task; trigger: Trigger };
  readonly signal?: AbortSignal;
  /** Called with the share of work done, in [0, 1], and what is being done. */
  readonly onProgress?: (share: number, stage: string) => void;
  /** Other pipelines than the standard ones. */
  readonly pipelines?: Pipelines;
}

/**
 * One training run, from dataset to registered version: as the champion if the task has none, as challenger
 * in an experiment otherwise, or registered only when the gate refuses it.
 *
 * A run can be begun again whenever it was left half-way: nothing it does is visible before the one
 * transaction that finishes it. Asked for a run that has succeeded, it returns that run's report.
 *
 * @throws Problem not_found, not_enough_data, degenerate_fit (the run is then `failed` and registers
 * nothing), cancelled or unavailable (the run waits for another attempt)
 */
export async function runTraining(options: TrainingOptions): Promise<TrainingReport> {
  const { database, clock } = options;
  const startedAt = performance.now();
  const run = await begin(options);
  if (run.status === 'succeeded') return run.report as TrainingReport;
  try {
    options.signal?.throwIfAborted();
    const company = await companyProfile(database, run.companyId);
    const champion = await currentAlias(database.pool, run.companyId, run.task, 'champion');
    const asOf = clock.now();
    const trained = await (options.pipelines ?? standardPipelines)[run.task]({
      database,
      company,
      runId: run.id,
      asOf,
      dataDirectory: options.dataDirectory,
      champion: champion === null ? null : await loadVersion(database.pool, run.companyId, champion),
      seed: 7,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: options.onProgress ?? (() => {}),
    });
    options.signal?.throwIfAborted();
    const result =
      run.task === 'linking'
        ? trained
        : applyLeakRule(trained, run.task, learnedAttributesOf(company.settings, run.task));
    return await registerRun(database, {
      run,
      result,
      asOf,
      now: clock.now(),
      seconds: (performance.now() - startedAt) / 1000,
    });
  } catch (error) {
    const finished = await finishedElsewhere(database, run);
    if (finished !== null) return finished;
    if (options.signal?.aborted) {
      await requeueTrainingRun(database.pool, run.id);
      throw new Problem('cancelled', 'The training was cancelled; its run waits for another attempt.', {
        cause: error,
      });
    }
    if (isPassing(error)) throw error;
    await finishTrainingRun(database.pool, run.id, {
      status: 'failed',
      now: clock.now(),
      error: error instanceof Error ? error.message : String(error),
    });
    throw error;
  }
}

async function begin(options: TrainingOptions): Promise<TrainingRunRecord> {
  const { database, clock, run: wanted } = options;
  const now = clock.now();
  const id =
    'id' in wanted ? wanted.id : (await insertTrainingRun(database.pool, { ...wanted, recordedAt: now })).id;
  const begun = await beginTrainingRun(database.pool, id, now);
  if (begun !== null) return begun;
  const known = await findTrainingRun(database.pool, id);
  if (known === null) throw new Problem('not_found', `There is no training run ${id}.`);
  if (known.status === 'failed') {
    throw new Problem('conflict', `Training run ${id} has failed: ${known.error}`, {
      remedy: 'Ask for a new run.',
    });
  }
  return known;
}

/** Two workers may hold one run for a moment (a stalled one wakes up); the first to finish wins. */
async function finishedElsewhere(database: Database, run: TrainingRunRecord): Promise<TrainingReport | null> {
  const registered = await findModelVersion(database.pool, run.companyId, { trainingRunId: run.id }).catch(
    () => null,
  );
  return registered === null ? null : (registered.report as TrainingReport);
}

async function companyProfile(database: Database, id: string): Promise<CompanyProfile> {
  const { rows } = await database.pool.query<CompanyProfile>(
    `select id, timezone, region, currency, wrong_link_limit as "wrongLinkLimit", settings
     from company where id = $1`,
    [id],
  );
  return rows[0]!;
}
