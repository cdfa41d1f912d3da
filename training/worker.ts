import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import type { Clock } from '../base/clock.ts';
import { sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import {
  beginTrainingRun,
  finishTrainingRun,
  requeueTrainingRun,
} from '../prisma/repositories/trainingRuns.ts';
import { decideExperiment } from './decideExperiment.ts';
import { runningExperiment } from './experiments.ts';
import { runIsolated } from './isolatedRun.ts';
import type { TrainingJob } from './jobBackend.ts';
import { isPassing } from './passingFailure.ts';
import type { TrainingQueue } from './queue.ts';
import type { TrainingReport } from './report.ts';
import { parseTask } from './taskNames.ts';

/** Runs one training; the standard one uses a process of its own (isolatedRun.ts). */
export type Execute = (
  runId: string,
  options: { signal: AbortSignal; onProgress: (share: number, stage: string) => void },
) => Promise<TrainingReport>;

export interface WorkerOptions {
  readonly queue: TrainingQueue;
  readonly database: Database;
  readonly clock: Clock;
  readonly dataDirectory: string;
  /** Hears of lost connections and of runs that failed. */
  readonly onError: (error: Error) => void;
  /** Hears of every finished run. */
  readonly onReport?: (report: TrainingReport) => void;
  readonly execute?: Execute;
  /** Milliseconds without a sign of life after which a job's worker counts as dead. */
  readonly lockDuration?: number;
  /** Milliseconds between looks for dead workers' jobs. */
  readonly stalledInterval?: number;
}

export interface TrainingWorker {
  /** Stops the run that is under way (it waits for the next worker) and disconnects. */
  close(): Promise<void>;
}

/**
 * Works off the training queue, one run at a time. A job whose worker was killed is begun again by the next
 * worker that looks; one that has killed four workers is given up.
 */
export async function openWorker(options: WorkerOptions): Promise<TrainingWorker> {
  const { queue, database, clock, onError } = options;
  const closing = new AbortController();
  const execute: Execute =
    options.execute ??
    ((runId, how) =>
      runIsolated(
        {
          databaseUrl: database.url,
          dataDirectory: options.dataDirectory,
          runId,
          now: clock.now().getTime(),
        },
        how,
      ));

  const process = async (job: Job<TrainingJob>, token?: string) => {
    const { companyId, runId } = job.data;
    const task = parseTask(job.data.task);
    if (runId === undefined) {
      const running = await runningExperiment(database.pool, companyId, task);
      if (running !== null) {
        await decideExperiment(database, {
          companyId,
          experimentId: running.id,
          actor: 'training',
          now: clock.now(),
        });
      }
      // Named after the schedule's slot, so that a repeated job asks for the same run.
      await queue.enqueue({ id: uuidFrom(job.id ?? ''), companyId, task, trigger: 'schedule' });
      return;
    }
    try {
      const report = await execute(runId, {
        signal: closing.signal,
        onProgress: (share, stage) => void job.updateProgress({ share, stage }).catch(onError),
      });
      options.onReport?.(report);
    } catch (error) {
      if (closing.signal.aborted) {
        await requeueTrainingRun(database.pool, runId);
        await job.moveToDelayed(Date.now(), token);
        throw new DelayedError();
      }
      if (isPassing(error)) throw error;
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  };

  /** A job that will not be tried again must not leave its run waiting for ever. */
  const giveUp = async (job: Job<TrainingJob> | undefined, error: Error) => {
    const runId = job?.data.runId;
    if (job === undefined || runId === undefined) return onError(error);
    const state = await queue.backend.queue.getJobState(job.id ?? runId);
    if (state === 'delayed' || state === 'waiting' || state === 'active') return;
    await beginTrainingRun(database.pool, runId, clock.now());
    await finishTrainingRun(database.pool, runId, {
      status: 'failed',
      now: clock.now(),
      error: error.message,
    });
    onError(new Problem('internal', `Training run ${runId} failed: ${error.message}`, { cause: error }));
  };

  const worker = await queue.backend.startWorker(
    process,
    {
      concurrency: 1,
      lockDuration: options.lockDuration ?? 30_000,
      stalledInterval: options.stalledInterval ?? 10_000,
      maxStalledCount: 3,
    },
    (job, error) => void giveUp(job, error).catch(onError),
  );
  await queue.recover();
  return {
    async close() {
      closing.abort();
      await worker.close();
    },
  };
}

/** A UUID (version 8, RFC 9562) that stands for a text. */
function uuidFrom(text: string): string {
  const hex = sha256(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
