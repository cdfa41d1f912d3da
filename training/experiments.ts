import { createHash } from 'node:crypto';
import { uuid } from '../base/uuid.ts';
import type { Task } from '../prisma/generated/enums.ts';
import type { Queryable } from '../prisma/queryable.ts';
import {
  type ExperimentRecord,
  insertExperiment,
  listExperiments,
  stopExperiment,
} from '../prisma/repositories/experiments.ts';

export type Arm = 'champion' | 'challenger';

/** Share of units a challenger answers until it is decided about. */
const challengerShare = 0.2;

/**
 * The arm a unit belongs to: a hash of salt and unit decides, so that the same unit keeps its arm for the
 * whole experiment on every machine, and another experiment shuffles anew.
 *
 * @param experiment `share`: of units that meet the challenger, in [0, 1]
 * @param unitId what is assigned: the call's, lead's or customer's id
 */
export function assignArm(
  experiment: { readonly salt: string; readonly share: number },
  unitId: string,
): Arm {
  const digest = createHash('sha256').update(experiment.salt).update('\0').update(unitId).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48 < experiment.share ? 'challenger' : 'champion';
}

/** The experiment that shares a task's traffic now; null: the champion answers everybody. */
export async function runningExperiment(
  client: Queryable,
  companyId: string,
  task: Task,
): Promise<ExperimentRecord | null> {
  return (await listExperiments(client, companyId, { task, running: true }))[0] ?? null;
}

/** Starts sharing the traffic; whatever ran before is stopped as replaced. Runs in the caller's transaction. */
export async function startExperiment(
  client: Queryable,
  entry: {
    companyId: string;
    task: Task;
    championVersionId: string | null;
    challengerVersionId: string;
    now: Date;
    share?: number;
  },
): Promise<ExperimentRecord> {
  await endExperiments(client, entry, { verdict: 'replaced', reason: 'A newer challenger took its place.' });
  return insertExperiment(client, {
    companyId: entry.companyId,
    task: entry.task,
    championVersionId: entry.championVersionId,
    challengerVersionId: entry.challengerVersionId,
    share: entry.share ?? challengerShare,
    salt: uuid(),
    startedAt: entry.now,
  });
}

/** Stops what is running, because the champion changed or another challenger comes. */
export async function endExperiments(
  client: Queryable,
  scope: { companyId: string; task: Task; now: Date },
  decision: { verdict: string; reason: string },
): Promise<void> {
  for (const experiment of await listExperiments(client, scope.companyId, {
    task: scope.task,
    running: true,
  })) {
    // The last comparison stays readable under the reason why it was cut short.
    await stopExperiment(client, scope.companyId, experiment.id, scope.now, {
      ...decision,
      lastComparison: experiment.decision ?? null,
    });
  }
}
