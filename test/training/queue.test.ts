import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../base/clock.ts';
import type { Database } from '../../prisma/database.ts';
import type { RunStatus } from '../../prisma/generated/enums.ts';
import { aliasHistory } from '../../prisma/repositories/aliases.ts';
import { listModelVersions } from '../../prisma/repositories/modelVersions.ts';
import {
  findTrainingRun,
  listTrainingRuns,
  type TrainingRunRecord,
} from '../../prisma/repositories/trainingRuns.ts';
import { enqueueTraining, openQueue, type TrainingQueue } from '../../training/queue.ts';
import { runTraining } from '../../training/run.ts';
import { type Execute, openWorker, type TrainingWorker } from '../../training/worker.ts';
import { seedCompany, testDatabase } from '../support/database.ts';
import { redisInstalled, startRedis } from './redisServer.ts';
import { stubPipelines } from './stubPipelines.ts';

// Processes are started and killed, on a machine that may be busy.
jest.setTimeout(120_000);

const backends = redisInstalled ? ['postgres', 'redis'] : ['postgres'];
if (!redisInstalled) {
  process.stdout.write('SKIPPED: the training queue on Redis (no redis-server on this machine)\n');
}

describe.each(backends)('the training queue on %s', (backend) => {
  let database: Database;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  let queue: TrainingQueue;
  const errors: Error[] = [];
  const onError = (error: Error) => void errors.push(error);
  const opened: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    if (backend === 'redis') redis = await startRedis();
    queue = await openQueue({ database, clock: systemClock, redisUrl: redis?.url, onError });
  });
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
    errors.length = 0;
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
    await redis?.stop();
  });

  const stub: Execute = (id, { signal }) =>
    runTraining({
      database,
      clock: systemClock,
      dataDirectory: '/nowhere',
      run: { id },
      signal,
      pipelines: stubPipelines(),
    });

  async function work(execute: Execute = stub): Promise<TrainingWorker> {
    const worker = await openWorker({
      queue,
      database,
      clock: systemClock,
      dataDirectory: '/nowhere',
      onError,
      execute,
      lockDuration: 1500,
      stalledInterval: 500,
    });
    opened.push(worker.close);
    return worker;
  }

  async function ended(id: string, status: RunStatus = 'succeeded'): Promise<TrainingRunRecord> {
    for (;;) {
      const run = await findTrainingRun(database.pool, id);
      if (run?.status === status) return run;
      if (run?.finishedAt != null) throw new Error(`The run ${run.status}: ${run.error}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  function startProcess(env: Record<string, string>): ChildProcess {
    const script = fileURLToPath(new URL('./workerProcess.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        DATABASE_URL: database.url,
        ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    opened.push(async () => {
      child.kill('SIGKILL');
    });
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  test('trains what is asked for', async () => {
    const { id: companyId } = await seedCompany(database);
    await work();
    const { id } = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    expect(await ended(id)).toMatchObject({ attempts: 1, trigger: 'request', report: { version: 1 } });
    const versions = await listModelVersions(database.pool, companyId, 'churn');
    expect(versions).toMatchObject([{ version: 1, trainingRunId: id }]);
    expect(errors).toEqual([]);
  });

  test('asked twice for the same, trains once', async () => {
    const { id: companyId } = await seedCompany(database);
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => queue.enqueue({ companyId, task: 'churn', trigger: 'request' })),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const other = await queue.enqueue({ companyId, task: 'nba', trigger: 'request' });
    await work();
    await ended(asked[0]!.id);
    await ended(other.id);
    expect(await listTrainingRuns(database.pool, companyId)).toHaveLength(2);
    const later = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    expect(later.id).not.toBe(asked[0]!.id);
    await ended(later.id);
  });

  test('refuses an unknown company', async () => {
    const companyId = '00000000-0000-7000-8000-000000000000';
    const request = queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    await expect(request).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a run that fails is not tried again, and says why', async () => {
    const { id: companyId } = await seedCompany(database);
    await work((id, options) =>
      runTraining({
        database,
        clock: systemClock,
        dataDirectory: '/nowhere',
        run: { id },
        signal: options.signal,
        pipelines: stubPipelines(async () => {
          throw new Error('a defect');
        }),
      }),
    );
    const { id } = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    expect(await ended(id, 'failed')).toMatchObject({ attempts: 1, error: 'a defect' });
    expect(await listModelVersions(database.pool, companyId)).toEqual([]);
  });

  test('picks up a run whose job was never written', async () => {
    const { id: companyId } = await seedCompany(database);
    const { id } = await enqueueTraining(database, {
      companyId,
      task: 'churn',
      trigger: 'request',
      now: new Date(),
    });
    await work();
    await ended(id);
  });

  test('a worker that closes leaves its run to the next', async () => {
    const { id: companyId } = await seedCompany(database);
    let begun = () => {};
    const halfWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = await work(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          begun();
        }),
    );
    const { id } = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    await halfWay;
    await first.close();
    opened.pop();
    expect((await findTrainingRun(database.pool, id))?.finishedAt).toBeNull();
    await work();
    await ended(id);
  });

  test('a worker killed while fitting: the next finishes the run, with one version', async () => {
    const { id: companyId } = await seedCompany(database);
    const { id } = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    const victim = startProcess({ HANG: 'fit' });
    await once(victim.stdout!, 'data');
    await kill(victim);
    expect(await findTrainingRun(database.pool, id)).toMatchObject({ status: 'running', attempts: 1 });
    await work();
    expect(await ended(id)).toMatchObject({ attempts: 2 });
    await checkOneVersion(companyId);
  });

  test('a worker killed while registering leaves no half-registered model', async () => {
    const { id: companyId } = await seedCompany(database);
    const blocker = await database.pool.connect();
    // The run's last transaction has written dataset and version when it comes to the ledger, and waits.
    await blocker.query('begin; lock table alias_ledger in access exclusive mode');
    const { id } = await queue.enqueue({ companyId, task: 'churn', trigger: 'request' });
    const victim = startProcess({});
    try {
      for (;;) {
        const { rows } = await database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
             and query like '%alias_ledger%' and pid <> pg_backend_pid()`,
        );
        if (rows.length > 0) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await kill(victim);
    } finally {
      await blocker.query('rollback');
      blocker.release();
    }
    await work();
    expect(await ended(id)).toMatchObject({ attempts: 2 });
    await checkOneVersion(companyId);
  });

  async function checkOneVersion(companyId: string): Promise<void> {
    const versions = await listModelVersions(database.pool, companyId);
    expect(versions).toMatchObject([{ version: 1, task: 'churn' }]);
    expect(await aliasHistory(database.pool, companyId, 'churn', 'champion')).toMatchObject([
      { action: 'promote', modelVersionId: versions[0]!.id },
    ]);
    const { rows } = await database.pool.query(
      `select (select count(*) from dataset_snapshot where company_id = $1)::int as datasets,
         (select count(*) from outbox where company_id = $1 and topic = 'alias.changed')::int as announcements,
         (select count(*) from training_run where company_id = $1)::int as runs`,
      [companyId],
    );
    expect(rows).toEqual([{ datasets: 1, announcements: 1, runs: 1 }]);
  }

  test('the weekly schedule trains every task of a company, however often it is set', async () => {
    const { id: companyId } = await seedCompany(database);
    const company = { id: companyId, timezone: 'Europe/Berlin' };
    // Every second, for the test; a schedule that is set again replaces itself.
    await queue.scheduleWeekly(company);
    await queue.scheduleWeekly(company, '* * * * * *');
    await work();
    const tasks = new Set<string>();
    while (tasks.size < 5) {
      for (const run of await listTrainingRuns(database.pool, companyId)) {
        expect(run.trigger).toBe('schedule');
        if (run.status === 'succeeded') tasks.add(run.task);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await queue.unschedule(companyId);
  });
});
