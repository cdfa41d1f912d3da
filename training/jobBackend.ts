import {
  createPostgresBackend,
  type JobsOptions,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';

/** What a job of the training queue carries. Without a `runId` it is the schedule's: it makes its own run. */
export interface TrainingJob {
  readonly companyId: string;
  readonly task: string;
  readonly runId?: string;
}

export type Processor = (job: { id?: string | undefined; data: TrainingJob }) => Promise<unknown>;

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

export interface WorkerHandlers {
  /** A job ended for good: thrown by the processor, or its workers died too often. */
  onFailed(job: { data: TrainingJob; id?: string | undefined } | undefined, error: Error): void;
}

/** Where the jobs are kept. */
export interface JobBackend {
  readonly queue: JobQueue;
  startWorker(
    processor: Processor,
    options: Omit<WorkerOptions, 'connection'>,
    handlers: WorkerHandlers,
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
  // A listening client and a few queries; the pool's own because its search path differs from ours.
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c search_path=${schema}`,
    max: 5,
    keepAlive: true,
    application_name: 'linkloop jobs',
  });
  pool.on('error', onError);
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
    async startWorker(processor, options, handlers) {
      const worker = new Worker(
        queueName,
        processor,
        { ...options, connection: pool } as never,
        createPostgresBackend as never,
      );
      worker.on('error', onError);
      worker.on('failed', handlers.onFailed);
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
    async startWorker(processor, options, handlers) {
      const worker = new Worker(queueName, processor, { ...options, connection, prefix: 'linkloop' });
      worker.on('error', onError);
      worker.on('failed', handlers.onFailed);
      await worker.waitUntilReady();
      return worker;
    },
    close: () => queue.close(),
  };
}
