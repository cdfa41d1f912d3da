import { computeFeaturesAt } from '../../features/computeFeatures.ts';
import { entityOfTask, featuresOfTask, type HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { simulatedEntity } from './simulatedHistories.ts';

/** What one process does of the work. */
export interface AsOfWork {
  readonly task: HistoryTask;
  readonly events: number;
  readonly eventsPerEntity: number;
  readonly seed: number;
}

/** Seconds spent on computing alone. */
export interface AsOfDone {
  readonly events: number;
  readonly rows: number;
  readonly wall: number;
  readonly cpu: number;
}

/** Histories in memory at a time, as when they are streamed from the database. */
const pageSize = 100;

/** Feature rows as of one moment per ten events, entity after entity. Making the histories is not timed. */
export function asOfWork({ task, events, eventsPerEntity, seed }: AsOfWork): AsOfDone {
  const entity = entityOfTask(task);
  const features = featuresOfTask(task);
  let done = 0;
  let rows = 0;
  let wall = 0;
  let cpu = 0;
  while (done < events) {
    const entities = Math.min(pageSize, Math.ceil((events - done) / eventsPerEntity));
    const page = Array.from({ length: entities }, (_, index) =>
      simulatedEntity(entity, seed + done + index, eventsPerEntity),
    );
    const startCpu = process.cpuUsage();
    const start = performance.now();
    for (const { history, moments } of page) rows += computeFeaturesAt(features, history, moments).length;
    wall += (performance.now() - start) / 1000;
    const used = process.cpuUsage(startCpu);
    cpu += (used.user + used.system) / 1e6;
    done += entities * eventsPerEntity;
  }
  return { events: done, rows, wall, cpu };
}
