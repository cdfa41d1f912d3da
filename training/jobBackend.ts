import {
  createPostgresBackend,
  type Job,
  type JobsOptions,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { openPool } from '../prisma/pool.ts';

/** What a job of the training queue carries. Without a `runId` it is the schedule's: it makes its own run. */
export interface TrainingJob {
  readonly companyId: string;
  readonly task: string;
  readonly runId?: string;
}

export type Processor = (job: Job<TrainingJob>, token?: string) => Promise<unknown>;

/** Hears of every attempt that failed. */
export type FailureListener = (job: Job<TrainingJob> | undefined, error: Error) => void;

/** What we use of BullMQ's Queue, whichever backend stands behind it. */
export interface JobQueue {
  add(name: string, data: TrainingJob, options: JobsOptions): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { pattern: string; tz: string },
    template: { name: string; data: TrainingJob; opts: JobsOptions },
  ): Promise<unknown>;
  removeJobScheduler(id: string): Promise<boolean>;
  getJobState(id: string): Promise<string>;
  remove(id: string): Promise<number>;
}

/** What we use of BullMQ's Worker. */
export interface JobWorker {
  waitUntilReady(): Promise<void>;
  close(force?: boolean): Promise<void>;
}

/** Where the jobs are kept. */
export interface JobBackend {
  readonly queue: JobQueue;
  startWorker(
    processor: Processor,
    options: Omit<WorkerOptions, 'connection'>,
    onFailed: FailureListener,
  ): Promise<JobWorker>;
  close(): Promise<void>;
}

const queueName = 'training';
const schema = 'bullmq';

/**
 * Jobs in the same PostgreSQL as everything else, in the schema `bullmq`: one database to run and to back up.
 * @param onError hears of lost connections; BullMQ reconnects by itself
 */
export async function openPostgresBackend(url: string, onError: (error: Error) => void): Promise<JobBackend> {
  const withSchema = new URL(url);
  withSchema.searchParams.set('options', `-c search_path=${schema}`);
  // A pool of its own, for the search path and because a worker's listening client never comes back.
  const pool = openPool({ url: withSchema.href, poolSize: 5, onError });
  const client = await pool.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    client.release();
  }
  const queue = new Queue<TrainingJob>(
    queueName,
    { connection: pool } as never,
    createPostgresBackend as never,
  );
  queue.on('error', onError);
  await queue.waitUntilReady();
  return {
    queue,
    async startWorker(processor, options, onFailed) {
      const worker = new Worker(
        queueName,
        processor,
        { ...options, connection: pool } as never,
        createPostgresBackend as never,
      );
      worker.on('error', onError);
      worker.on('failed', onFailed);
      await worker.waitUntilReady();
      return worker;
    },
    async close() {
      await queue.close();
      await pool.end();
    },
  };
}

/** Jobs in Redis, for installations that run one. @param url redis:// or rediss:// */
export async function openRedisBackend(url: string, onError: (error: Error) => void): Promise<JobBackend> {
  const connection = { url, maxRetriesPerRequest: null };
  const queue = new Queue<TrainingJob>(queueName, { connection, prefix: 'linkloop' });
  queue.on('error', onError);
  await queue.waitUntilReady();
  return {
    queue,
    async startWorker(processor, options, onFailed) {
      const worker = new Worker(queueName, processor, { ...options, connection, prefix: 'linkloop' });
      worker.on('error', onError);
      worker.on('failed', onFailed);
      await worker.waitUntilReady();
      return worker;
    },
    close: () => queue.close(),
  };
}
