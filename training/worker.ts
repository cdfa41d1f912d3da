import type { Clock } from '../base/clock.ts';
import type { Database } from '../prisma/database.ts';
import type { TrainingQueue } from './queue.ts';
import type { TrainingReport } from './report.ts';

export interface WorkerOptions {
  readonly queue: TrainingQueue;
  readonly database: Database;
  readonly clock: Clock;
  readonly dataDirectory: string;
  readonly onError: (error: Error) => void;
  /** Hears of every finished run. */
  readonly onReport?: (report: TrainingReport) => void;
}

export interface TrainingWorker {
  close(): Promise<void>;
}

/** Works off the training queue, one run at a time. */
export async function openWorker(_options: WorkerOptions): Promise<TrainingWorker> {
  return { close: async () => {} };
}
