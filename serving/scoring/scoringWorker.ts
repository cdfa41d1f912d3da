import { SettableClock } from '../../base/clock.ts';
import { unfinishedScoringRuns } from '../../prisma/repositories/scoringRuns.ts';
import type { Application } from '../application.ts';
import { planNightly } from './planNightly.ts';
import { playScoringRun } from './playScoringRun.ts';
import { giveUpStale } from './requestScoring.ts';

const lookEvery = 5_000;
const planEvery = 60_000;

export interface ScoringWorker {
  /** Ends after the page that is being scored; the run waits for whoever takes it up. */
  close(): Promise<void>;
}

/**
 * Plays every run that waits or was left half way, one after the other. Several workers may do so at once: what one has
 * in hand the others pass over.
 * @returns how many it has ended
 */
export async function playWaiting(application: Application, signal: AbortSignal): Promise<number> {
  const { database, clock, logger } = application;
  await giveUpStale(database.pool, clock.now());
  let ended = 0;
  for (const { id } of await unfinishedScoringRuns(database.pool)) {
    if (signal.aborted) break;
    try {
      const run = await playScoringRun(application, id, { signal });
      if (!run) continue;
      ended++;
      const { companyId, task, status, subjects, scored, failed, error } = run;
      logger.info({ companyId, task, status, subjects, scored, failed, error }, 'scoring finished');
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error, runId: id }, 'scoring');
    }
  }
  return ended;
}

/** Asks for the nightly runs when their hour comes, and plays what was asked for. */
export function startScoring(application: Application): ScoringWorker {
  const { database, clock, logger } = application;
  const closing = new AbortController();
  let work: Promise<unknown> | undefined;
  const onError = (error: Error) => logger.warn({ err: error }, 'scoring');
  const look = () => {
    work ??= playWaiting(application, closing.signal)
      .catch(onError)
      .finally(() => {
        work = undefined;
      });
  };
  const timers = [setInterval(look, lookEvery)];
  // In a time that somebody sets no night ever comes by itself.
  if (!(clock instanceof SettableClock)) {
    timers.push(setInterval(() => void planNightly(database, clock.now()).catch(onError), planEvery));
  }
  for (const timer of timers) timer.unref();
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
      await work;
    },
  };
}
