import type { JobsOptions } from 'bullmq';
import type { Clock } from '../base/clock.ts';
import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import {
  findTrainingRun,
  findUnfinishedRun,
  insertTrainingRun,
  lockTrainingRuns,
  type TrainingRunRecord,
  type Trigger,
  unfinishedTrainingRuns,
} from '../prisma/repositories/trainingRuns.ts';
import { transaction } from '../prisma/transaction.ts';
import { type JobBackend, openPostgresBackend, openRedisBackend } from './jobBackend.ts';
import { tasks } from './taskNames.ts';

/** Monday at three in the morning, in the company's time zone. */
const weeklyPattern = '0 3 * * 1';

export interface TrainingRequest {
  readonly companyId: string;
  readonly task: Task;
  readonly trigger: Trigger;
  /** Id of the run to make: asking twice under one id makes one run. */
  readonly id?: string;
}

export interface TrainingQueue {
  /**
   * Asks for a training run. While one of the same company and task waits or runs, that one is returned
   * instead of a second.
   */
  enqueue(request: TrainingRequest): Promise<TrainingRunRecord>;
  /** Trains every task of a company weekly. Calling it again (at every start) changes nothing. */
  scheduleWeekly(company: { id: string; timezone: string }, pattern?: string): Promise<void>;
  /** No more weekly training of a company. */
  unschedule(companyId: string): Promise<void>;
  /** Gives every unfinished run without a live job a new one. @returns how many */
  recover(): Promise<number>;
  readonly backend: JobBackend;
  close(): Promise<void>;
}

export interface QueueOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Undefined: the jobs live in the database. */
  readonly redisUrl?: string | undefined;
  readonly onError: (error: Error) => void;
}

/** Finished jobs leave nothing behind: the training_run row is the record. */
const jobOptions: JobsOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 10_000 },
  removeOnComplete: true,
  removeOnFail: true,
};

const schedulerId = (companyId: string, task: Task) => `weekly-${companyId}-${task}`;

/** Opens the queue; whoever only asks for training needs no worker. */
export async function openQueue(options: QueueOptions): Promise<TrainingQueue> {
  const { database, clock } = options;
  const backend = await (options.redisUrl === undefined
    ? openPostgresBackend(database.url, options.onError)
    : openRedisBackend(options.redisUrl, options.onError));

  const addJob = (run: TrainingRunRecord) =>
    backend.queue.add(
      'train',
      { companyId: run.companyId, task: run.task, runId: run.id },
      { ...jobOptions, jobId: run.id },
    );

  return {
    backend,
    async enqueue(request) {
      const run = await enqueueTraining(database, { ...request, now: clock.now() });
      // The run is durable before its job is: should this process die in between, recover() adds the job.
      await addJob(run);
      return run;
    },
    async scheduleWeekly(company, pattern = weeklyPattern) {
      for (const task of tasks) {
        await backend.queue.upsertJobScheduler(
          schedulerId(company.id, task),
          { pattern, tz: company.timezone },
          { name: 'weekly', data: { companyId: company.id, task }, opts: jobOptions },
        );
      }
    },
    async unschedule(companyId) {
      for (const task of tasks) await backend.queue.removeJobScheduler(schedulerId(companyId, task));
    },
    async recover() {
      let recovered = 0;
      for (const run of await unfinishedTrainingRuns(database.pool)) {
        const state = await backend.queue.getJobState(run.id);
        // An active job whose worker died is found by BullMQ's stalled check; the others have nobody.
        if (['active', 'waiting', 'delayed', 'prioritized', 'paused'].includes(state)) continue;
        if (state !== 'unknown') await backend.queue.remove(run.id);
        await addJob(run);
        recovered++;
      }
      return recovered;
    },
    close: () => backend.close(),
  };
}

/**
 * The durable half of asking for a training run: the row that says it is wanted.
 * @throws Problem not_found: no such company
 */
export async function enqueueTraining(
  database: Database,
  request: TrainingRequest & { now: Date },
): Promise<TrainingRunRecord> {
  const company = await database.pool.query('select 1 from company where id = $1', [request.companyId]);
  if (company.rowCount === 0) throw new Problem('not_found', `There is no company ${request.companyId}.`);
  return transaction(database, async (client) => {
    await lockTrainingRuns(client, request.companyId, request.task);
    if (request.id !== undefined) {
      const known = await findTrainingRun(client, request.id);
      if (known !== null) return known;
    }
    return (
      (await findUnfinishedRun(client, request.companyId, request.task)) ??
      (await insertTrainingRun(client, { ...request, recordedAt: request.now }))
    );
  });
}
