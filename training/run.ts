import type { Clock } from '../base/clock.ts';
import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import type { Trigger } from '../prisma/repositories/trainingRuns.ts';
import type { TrainingReport } from './report.ts';

export interface TrainingOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Dataset snapshots are written below it. */
  readonly dataDirectory: string;
  /** A run that waits (or was left half-way), or what to begin. */
  readonly run: { readonly id: string } | { companyId: string; task: Task; trigger: Trigger };
  readonly signal?: AbortSignal;
  /** Called with the share of work done, in [0, 1], and what is being done. */
  readonly onProgress?: (share: number, stage: string) => void;
}

/** One training run from dataset to registered version. */
export async function runTraining(_options: TrainingOptions): Promise<TrainingReport> {
  throw new Problem('unavailable', 'Training is being built.');
}
