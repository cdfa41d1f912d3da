import { SettableClock } from '../base/clock.ts';
import type { TrainingWorker } from '../training/worker.ts';
import { openWorker } from '../training/worker.ts';
import type { Application } from './application.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startServer } from './http/server.ts';
import { startScoring } from './scoring/scoringWorker.ts';

/** The API, and with it the worker that trains. */
export interface Service {
  readonly url: string;
  /** Lets requests finish; a training under way waits for the next worker. */
  close(): Promise<void>;
}

/** Starts answering, and (unless another process does) training weekly and on demand. */
export async function startService(
  application: Application,
  options: { readonly worker: boolean },
): Promise<Service> {
  const worker = options.worker ? await startWorker(application) : undefined;
  try {
    const server = await startServer(application);
    return {
      url: server.url,
      async close() {
        await server.close();
        await worker?.close();
      },
    };
  } catch (error) {
    await worker?.close();
    throw error;
  }
}

const lookForCompaniesEvery = 60_000;

/**
 * Trains: every company weekly (those that come later too), and whatever is asked for. Beside it everybody is
 * scored nightly, calls are resolved again and old rows pruned.
 */
export async function startWorker(application: Application): Promise<TrainingWorker> {
  const { database, clock, settings, logger } = application;
  const queue = await application.queue();
  const onError = (error: Error) => logger.warn({ err: error }, 'training');
  const scheduled = new Set<string>();
  const schedule = async () => {
    for (const company of await database.prisma.company.findMany()) {
      if (scheduled.has(company.id)) continue;
      await queue.scheduleWeekly(company);
      scheduled.add(company.id);
    }
  };
  await schedule();
  const timer = setInterval(() => void schedule().catch(onError), lookForCompaniesEvery);
  timer.unref();
  const worker = await openWorker({
    queue,
    database,
    clock,
    dataDirectory: settings.dataDirectory,
    onError,
    onReport: ({ task, version, outcome, gate, seconds }) =>
      logger.info({ task, version, outcome, gate, seconds }, 'training finished'),
  });
  // In a time that somebody sets, whoever sets it says what is done when (POST /api/ml/linking/re-resolve).
  const housekeeping = clock instanceof SettableClock ? undefined : startHousekeeping(application);
  const scoring = startScoring(application);
  return {
    async close() {
      clearInterval(timer);
      await scoring.close();
      await housekeeping?.close();
      await worker.close();
    },
  };
}
