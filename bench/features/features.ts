import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { featuresOfTask, type HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { Bench, BenchSetting } from '../bench.ts';
import type { AsOfDone, AsOfWork } from './asOfWork.ts';
import { servedVectors } from './servedVectors.ts';

const processes = 2;
const eventsPerEntity = 50;
const eventsOfOne = 1000;
const tasks: readonly HistoryTask[] = ['lead_score', 'churn'];

interface Measured {
  readonly task: string;
  readonly events: number;
  readonly rows: number;
  readonly eventsPerSecond: number;
  readonly eventsPerCpuSecond: number;
}

/** Two processes side by side, each with half of the entities; the slower one counts. */
async function asOf(task: HistoryTask, events: number, signal: AbortSignal): Promise<Measured> {
  const compiled = import.meta.url.endsWith('.js');
  const script = fileURLToPath(new URL(`./asOfProcess.${compiled ? 'js' : 'ts'}`, import.meta.url));
  const children: ChildProcess[] = Array.from({ length: processes }, () => fork(script, { signal }));
  await Promise.all(children.map((child) => once(child, 'message')));
  const work = (events: number, seed: number) =>
    Promise.all(
      children.map(async (child, index) => {
        const answer = once(child, 'message') as Promise<[AsOfDone]>;
        child.send({ task, events, eventsPerEntity, seed: seed + 1e6 * index } satisfies AsOfWork);
        return (await answer)[0];
      }),
    );
  try {
    const done = await work(Math.ceil(events / processes), 1);
    const total = done.reduce((sum, each) => sum + each.events, 0);
    return {
      task,
      events: total,
      rows: done.reduce((sum, { rows }) => sum + rows, 0),
      eventsPerSecond: total / Math.max(...done.map(({ wall }) => wall)),
      eventsPerCpuSecond: total / done.reduce((sum, { cpu }) => sum + cpu, 0),
    };
  } finally {
    for (const child of children) child.kill();
  }
}

async function run({ quick, folder, signal, note }: BenchSetting) {
  const sizes = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000, 10_000_000];
  const measured: Measured[] = [];
  for (const task of tasks)
    for (const events of sizes) {
      signal.throwIfAborted();
      note(`${task}, ${events} events`);
      measured.push(await asOf(task, events, signal));
    }
  const largest = measured.filter(({ task }) => task === tasks[0]).at(-1)!;
  note('one vector at a time, as served');
  const served = await servedVectors(folder, eventsOfOne, quick ? 20 : 200, signal);
  const milliseconds = (value: number) => Number(value.toPrecision(3));
  return {
    figures: {
      batchEventsPerSecond: largest.eventsPerSecond,
      batchEventsPerCpuSecond: largest.eventsPerCpuSecond,
      onlineMs: served.warmVector,
      onlineRefreshMs: served.refreshedVector,
      onlineColdMs: served.coldVector,
      // Asking the database whether anything is new, and reading what is, included.
      servedMs: served.warm,
      servedRefreshMs: served.refreshed,
      servedColdMs: served.cold,
      servedColdToWarm: served.cold / served.warm,
      servedColdToRefresh: served.cold / served.refreshed,
      features: Object.fromEntries(tasks.map((task) => [task, featuresOfTask(task).length])),
      processes,
      growth: measured,
    },
    sections: [
      {
        title: `As-of datasets on ${processes} processes: every feature of the task at one moment per ten events, ${eventsPerEntity} events per entity, histories in memory`,
        rows: measured.map((each) => ({
          task: each.task,
          events: each.events,
          rows: each.rows,
          'events/s': Math.round(each.eventsPerSecond),
          'events per CPU second': Math.round(each.eventsPerCpuSecond),
        })),
      },
      {
        title: `One vector of a lead with ${served.events} events as the service makes it, milliseconds (median)`,
        rows: [
          {
            history: 'in memory, nothing new',
            total: milliseconds(served.warm),
            'of it computing': milliseconds(served.warmVector),
            'times as fast': milliseconds(served.cold / served.warm),
          },
          {
            history: 'in memory, one event new',
            total: milliseconds(served.refreshed),
            'of it computing': milliseconds(served.refreshedVector),
            'times as fast': milliseconds(served.cold / served.refreshed),
          },
          {
            history: 'read and replayed as a whole',
            total: milliseconds(served.cold),
            'of it computing': milliseconds(served.coldVector),
            'times as fast': 1,
          },
        ],
      },
    ],
  };
}

export const featuresBench: Bench = {
  id: 'features',
  summary: 'features as of any moment: datasets of up to ten million events, and one vector at a time',
  run,
};
