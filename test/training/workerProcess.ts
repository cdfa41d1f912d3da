import { systemClock } from '../../base/clock.ts';
import { connectDatabase } from '../../prisma/database.ts';
import { openQueue } from '../../training/queue.ts';
import { runTraining } from '../../training/run.ts';
import { openWorker } from '../../training/worker.ts';
import { stubPipelines } from './stubPipelines.ts';

/**
 * A worker that is there to be killed. Says `half-way` when its pipeline has begun, and with HANG=fit stays
 * there for ever.
 */
const database = connectDatabase(process.env.DATABASE_URL!);
const onError = (error: Error) => process.stderr.write(`${error.stack}\n`);
const queue = await openQueue({
  database,
  clock: systemClock,
  redisUrl: process.env.REDIS_URL,
  onError,
});
await openWorker({
  queue,
  database,
  clock: systemClock,
  dataDirectory: '/nowhere',
  onError,
  lockDuration: 1500,
  stalledInterval: 500,
  execute: (id) =>
    runTraining({
      database,
      clock: systemClock,
      dataDirectory: '/nowhere',
      run: { id },
      pipelines: stubPipelines(async () => {
        process.stdout.write('half-way\n');
        if (process.env.HANG === 'fit') await new Promise(() => {});
      }),
    }),
});
