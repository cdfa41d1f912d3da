import { pruneOutbox } from '../prisma/outbox.ts';
import { pruneHistoryChanges } from '../prisma/repositories/historyChanges.ts';
import { companiesWaiting } from '../prisma/repositories/resolutionQueue.ts';
import { pruneScores } from '../prisma/repositories/scores.ts';
import { finishErasures } from '../training/datasets/finishErasure.ts';
import type { Application } from './application.ts';
import { pruneIdempotencyKeys } from './http/idempotency.ts';
import { resolveAgain } from './predict/resolveAgain.ts';
import { watchConsistency } from './watchConsistency.ts';

const resolveEvery = 10_000;
const eraseEvery = 10_000;
const pruneEvery = 3_600_000;
/** As often as it looks back. */
const watchEvery = 3_600_000;
const day = 86_400_000;
/** Every reader has read a change by then, or has built anew what it keeps. */
const outboxDays = 7;
/** Nobody repeats a request that late. */
const idempotencyDays = 30;
/** A table of everybody is made every night: old ones go, but for what somebody acted on. */
const scoreDays = 90;
/** Pruned hourly: whoever was away for longer than this leaves what came of age in the meantime. */
const scoreWindowDays = 30;

/** What a worker does beside training, by itself. */
interface Housekeeping {
  /** Ends after the call that is being resolved. */
  close(): Promise<void>;
}

/** Forgets what nobody asks for any more: changes every process has heard of, answers to old requests, old nightly scores. */
export async function prune(application: Pick<Application, 'database' | 'clock'>): Promise<void> {
  const { database, clock } = application;
  const now = clock.now().getTime();
  await pruneOutbox(database.pool, new Date(now - outboxDays * day));
  await pruneHistoryChanges(database.pool);
  await pruneIdempotencyKeys(database.pool, new Date(now - idempotencyDays * day));
  const scoresBefore = now - scoreDays * day;
  await pruneScores(database.pool, new Date(scoresBefore - scoreWindowDays * day), new Date(scoresBefore));
}

/**
 * Resolves calls again that new evidence concerns, seconds after it became known; finishes erasures; prunes, and computes
 * served features again, hourly. Several workers may do so at once: what one has taken the others skip.
 */
export function startHousekeeping(application: Application): Housekeeping {
  const { database, logger } = application;
  const closing = new AbortController();
  const { signal } = closing;
  let work: Promise<void> = Promise.resolve();
  const next = (task: () => Promise<void>) => {
    work = work.then(() => (signal.aborted ? undefined : task()));
    work = work.catch((error: Error) => logger.warn({ err: error }, 'housekeeping'));
  };
  const resolve = async () => {
    for (const companyId of await companiesWaiting(database.pool)) {
      const { calls, linked, reviews } = await resolveAgain(application, companyId, { signal });
      if (calls > 0) logger.info({ companyId, calls, linked, reviews }, 'resolved again');
    }
  };
  const erase = async () => {
    const { settings, clock } = application;
    const options = { directory: settings.dataDirectory, now: clock.now() };
    const finished = await finishErasures(database, options);
    if (finished > 0) logger.info({ finished }, 'erased');
  };
  const timers = [
    setInterval(() => next(resolve), resolveEvery),
    setInterval(() => next(erase), eraseEvery),
    setInterval(() => next(() => prune(application)), pruneEvery),
    setInterval(() => next(() => watchConsistency(application).then(() => {})), watchEvery),
  ];
  for (const timer of timers) timer.unref();
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
      await work;
    },
  };
}
