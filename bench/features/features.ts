import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { computeFeatures } from '../../features/computeFeatures.ts';
import { entityOfTask, featuresOfTask, type HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { planOf } from '../../features/engine/plan.ts';
import { WarmEntity } from '../../features/engine/warmEntity.ts';
import type { Bench, BenchSetting } from '../bench.ts';
import { median } from '../measure.ts';
import type { AsOfDone, AsOfWork } from './asOfWork.ts';
import { simulatedEntity } from './simulatedHistories.ts';

const processes = 2;
const eventsPerEntity = 50;
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

interface Online {
  /** Milliseconds. */
  readonly warm: number;
  readonly cold: number;
}

/** One vector of a lead with 1,000 events, after each of which one more has come in. */
function online(task: HistoryTask, vectors: number): Online {
  const features = featuresOfTask(task);
  const { history } = simulatedEntity(entityOfTask(task), 3, 1000);
  const warm = new WarmEntity(planOf(features), history);
  let now = Date.UTC(2026, 0, 1);
  warm.at(now);
  const times = { warm: [] as number[], cold: [] as number[] };
  for (let index = 0; index < vectors; index++) {
    now += 60_000;
    const fact = { id: `new-${index}`, occurredAt: now, recordedAt: now, retractedAt: null };
    const start = performance.now();
    warm.add('calls', { ...fact, durationSeconds: 60, service: null, linkProbability: 1 });
    warm.at(now + 1000);
    times.warm.push(performance.now() - start);
  }
  for (let index = 0; index < Math.min(200, vectors); index++) {
    const start = performance.now();
    computeFeatures(features, history, now + index);
    times.cold.push(performance.now() - start);
  }
  return { warm: median(times.warm), cold: median(times.cold) };
}

async function run({ quick, signal, note }: BenchSetting) {
  const sizes = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000, 10_000_000];
  const measured: Measured[] = [];
  for (const task of tasks)
    for (const events of sizes) {
      signal.throwIfAborted();
      note(`${task}, ${events} events`);
      measured.push(await asOf(task, events, signal));
    }
  const largest = measured.filter(({ task }) => task === tasks[0]).at(-1)!;
  const vectors = Object.fromEntries(tasks.map((task) => [task, online(task, quick ? 500 : 5000)]));
  const lead = vectors[tasks[0]!]!;
  return {
    figures: {
      batchEventsPerSecond: largest.eventsPerSecond,
      batchEventsPerCpuSecond: largest.eventsPerCpuSecond,
      onlineMs: lead.warm,
      onlineColdMs: lead.cold,
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
        title: 'One vector of an entity with 1,000 events, milliseconds (median)',
        rows: tasks.map((task) => ({
          task,
          'warm, one event more': Number(vectors[task]!.warm.toPrecision(3)),
          'from the whole history': Number(vectors[task]!.cold.toPrecision(3)),
        })),
      },
    ],
  };
}

export const featuresBench: Bench = {
  id: 'features',
  summary: 'features as of any moment: datasets of up to ten million events, and one vector at a time',
  run,
};
