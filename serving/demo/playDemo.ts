import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettableClock } from '../../base/clock.ts';
import { type Client, createClient } from '../../simulator/client.ts';
import type { Baseline } from '../../simulator/history/baseline.ts';
import type { WeekScore } from '../../simulator/score/scoreWeek.ts';
import { createSimulation } from '../../simulator/simulation.ts';
import { type Application, openApplication } from '../application.ts';
import { ensureCompany } from '../companies.ts';
import { createKey } from '../keys.ts';
import { type Service, startService } from '../service.ts';
import type { Settings } from '../settings.ts';
import { importByCommandLine } from './commandLineImport.ts';
import { type ExperimentNote, operateWeek, type TrainingNote, trainedTasks } from './operator.ts';

/** A played week: what the simulator measured with its hidden truth, and what the operator did after it. */
export interface DemoWeek {
  readonly score: WeekScore;
  readonly trainings: readonly TrainingNote[];
  readonly experiments: readonly ExperimentNote[];
}

export interface DemoProgress {
  /** What is being done, for people. */
  readonly stage: string;
  /** Share of this run that is done, in [0, 1]. */
  readonly share: number;
}

export interface DemoRun {
  readonly baseline: Baseline;
  readonly weeks: readonly DemoWeek[];
  /** Still open, for whoever wants to go on looking. */
  readonly application: Application;
  readonly service: Service;
  readonly clock: SettableClock;
  readonly company: string;
  readonly key: string;
}

/**
 * Plays one simulated company through the whole loop: its past is imported with the command line, then week by
 * week calls, leads and sales go through the HTTP API, people review and correct (unless `feedback` is off),
 * and the operator decides experiments and retrains.
 */
export async function playDemo(options: {
  readonly settings: Settings;
  readonly seed: number;
  readonly weeks: number;
  readonly feedback: boolean;
  readonly company: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DemoProgress) => void;
  readonly onWeek?: (week: DemoWeek) => void;
}): Promise<DemoRun> {
  const { seed, signal, onProgress } = options;
  onProgress({ stage: 'inventing a call centre', share: 0 });
  const simulation = createSimulation({ seed });
  const clock = new SettableClock(simulation.startsAt);
  const application = await openApplication(options.settings, { clock, onFirstKey: () => {} });
  let service: Service | undefined;
  try {
    const { database, settings } = application;
    const company = await ensureCompany(database, options.company, clock.now());
    const files = await mkdtemp(join(tmpdir(), 'linkloop-demo-'));
    try {
      for (const file of await simulation.history.write(files)) {
        signal.throwIfAborted();
        onProgress({ stage: `importing ${file.rows} ${file.entity}`, share: 0.01 });
        await importByCommandLine(file, {
          company: options.company,
          databaseUrl: database.url,
          dataDirectory: settings.dataDirectory,
          now: clock.now(),
        });
      }
    } finally {
      await rm(files, { recursive: true, force: true });
    }
    service = await startService(application, { worker: true });
    const { key } = await createKey(
      database,
      { companyId: company.id, name: 'demo', scopes: ['admin'] },
      clock.now(),
    );
    const client = createClient({ baseUrl: service.url, apiKey: key, concurrency: 4 });
    await client.put('/api/ml/nba/policy', simulation.salesPolicy);
    const weeks: DemoWeek[] = [];
    for (let week = 1; week <= options.weeks; week++) {
      const played = await playAndOperate(week, client);
      weeks.push(played);
      options.onWeek?.(played);
    }
    return {
      baseline: simulation.baseline,
      weeks,
      application,
      service,
      clock,
      company: options.company,
      key,
    };
  } catch (error) {
    await service?.close();
    await application.close();
    throw error;
  }

  async function playAndOperate(week: number, client: Client): Promise<DemoWeek> {
    signal.throwIfAborted();
    const record = await simulation.playWeek({
      client,
      week,
      feedback: options.feedback,
      setTime: (now) => {
        signal.throwIfAborted();
        clock.set(now);
      },
      onProgress: ({ hours, ofHours }) =>
        onProgress({
          stage: `week ${week} of ${options.weeks}`,
          share: (week - 1 + hours / ofHours) / options.weeks,
        }),
    });
    const score = simulation.scoreWeek(record);
    // What the last week taught nobody would use any more.
    if (week === options.weeks) return { score, trainings: [], experiments: [] };
    onProgress({ stage: `training after week ${week}`, share: week / options.weeks });
    // Without outcomes only linking sees anything new after the first week: more calls.
    const tasks = options.feedback || week === 1 ? trainedTasks : (['linking'] as const);
    return { score, ...(await operateWeek(client, tasks)) };
  }
}
