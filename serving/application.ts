import { type Logger, pino } from 'pino';
import { type Clock, SettableClock, systemClock } from '../base/clock.ts';
import { uuid } from '../base/uuid.ts';
import { type Database, openDatabase } from '../prisma/database.ts';
import { insertCompany } from '../prisma/repositories/companies.ts';
import { openQueue, type TrainingQueue } from '../training/queue.ts';
import { type Changes, followChanges } from './changes.ts';
import { createKey } from './keys.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { type CompanyProfiles, companyProfiles } from './predict/companyProfiles.ts';
import { type IdentityStates, identityStates } from './predict/identityStates.ts';
import { type LiveModels, liveModels } from './predict/liveModels.ts';
import { type WarmHistories, warmHistories } from './predict/warmHistories.ts';
import type { Settings } from './settings.ts';

/** Everything the service and the command line work with, put together. */
export interface Application {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly companies: CompanyProfiles;
  readonly models: LiveModels;
  readonly identities: IdentityStates;
  readonly histories: WarmHistories;
  /** What other processes (and this one) have committed. */
  readonly changes: Changes;
  /** The training queue, opened at its first use. */
  queue(): Promise<TrainingQueue>;
  close(): Promise<void>;
}

export interface ApplicationOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Told the admin key of a new installation, once. By default it is written to standard error. */
  readonly onFirstKey?: (key: string) => void;
}

/**
 * Opens an application: the one place where adapters are made. A new installation gets the company `default` and
 * one admin key for it.
 * @throws Problem `unavailable` when the database cannot be reached.
 */
export async function openApplication(
  settings: Settings,
  options: ApplicationOptions = {},
): Promise<Application> {
  const clock = options.clock ?? (settings.now ? new SettableClock(settings.now) : systemClock);
  // Standard output belongs to the results of commands.
  const logger =
    options.logger ?? pino({ level: settings.logLevel }, pino.destination({ fd: 2, sync: true }));
  const onError = (error: Error) => logger.warn({ err: error }, 'a connection was lost; it will be replaced');
  const database = await openDatabase({
    url: settings.databaseUrl,
    dataDirectory: settings.dataDirectory,
    poolSize: settings.poolSize,
    onError,
  });
  try {
    await welcome(database, clock, options.onFirstKey ?? printKey);
    const companies = companyProfiles(database);
    const models = liveModels(database, companies, logger);
    const identities = identityStates(database);
    const histories = warmHistories(database, settings.warmEvents);
    const changes = followChanges(database, { companies, models, identities, histories, onError });
    let queue: Promise<TrainingQueue> | undefined;
    let closed: Promise<void> | undefined;
    return {
      settings,
      clock,
      logger,
      database,
      metrics: openMetrics(database, histories),
      companies,
      models,
      identities,
      histories,
      changes,
      queue() {
        if (!queue) {
          queue = openQueue({ database, clock, redisUrl: settings.redisUrl, onError });
          queue.catch(() => {
            queue = undefined;
          });
        }
        return queue;
      },
      close() {
        closed ??= (async () => {
          await (await queue?.catch(() => undefined))?.close();
          await changes.close();
          await database.close();
        })();
        return closed;
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Two processes may start a new installation at once: only the one that made the company makes the key. */
async function welcome(database: Database, clock: Clock, onFirstKey: (key: string) => void): Promise<void> {
  const now = clock.now();
  const company = await insertCompany(database.pool, {
    id: uuid(),
    slug: 'default',
    name: 'Default company',
    createdAt: now,
  });
  if (!company) return;
  const wanted = { companyId: company.id, name: 'first', scopes: ['admin'], actor: 'first start' } as const;
  onFirstKey((await createKey(database, wanted, now)).key);
}

function printKey(key: string): void {
  process.stderr.write(
    `A new installation. The admin key of the company "default", shown this once:\n\n  ${key}\n\n`,
  );
}
