import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import { lockAliases } from '../prisma/repositories/aliases.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';
import {
  type ExperimentRecord,
  findExperiment,
  noteExperiment,
  stopExperiment,
} from '../prisma/repositories/experiments.ts';
import { findModelVersion } from '../prisma/repositories/modelVersions.ts';
import { transaction } from '../prisma/transaction.ts';
import { appendAlias } from './aliases.ts';
import type { ArmComparison } from './compareArms.ts';
import { armEvidence } from './evidence/armEvidence.ts';
import { type Measured, type TrainingReport, versionName } from './report.ts';
import { reachVerdict, type Verdict, type VerdictRules } from './verdict.ts';

/** The comparison of an experiment's arms and what follows from it; stored with the experiment. */
export interface ExperimentDecision extends Verdict {
  readonly experimentId: string;
  readonly decidedAt: string;
  readonly days: number;
  readonly online: ArmComparison | null;
  readonly offline: Measured | null;
}

/**
 * Compares the arms of a running experiment and acts: the challenger is promoted, retired, or goes on. The
 * end of an experiment and the change of the alias are one transaction.
 *
 * @throws Problem not_found; conflict: the experiment has been stopped
 */
export async function decideExperiment(
  database: Database,
  request: { companyId: string; experimentId: string; actor: string; now: Date; rules?: VerdictRules },
): Promise<ExperimentDecision> {
  const { companyId, experimentId, now } = request;
  const known = await findExperiment(database.pool, companyId, experimentId);
  if (known === null) throw new Problem('not_found', `There is no experiment ${experimentId}.`);
  if (known.stoppedAt !== null) {
    throw new Problem(
      'conflict',
      `Experiment ${experimentId} was stopped on ${known.stoppedAt.toISOString()}.`,
    );
  }
  const online = await armEvidence(database.pool, known, now);
  const offline = await heldOutDifference(database, known);
  const days = (now.getTime() - known.startedAt.getTime()) / 86_400_000;
  const verdict = reachVerdict({ online, offline, days }, request.rules);
  const decision: ExperimentDecision = {
    ...verdict,
    experimentId,
    decidedAt: now.toISOString(),
    days,
    online,
    offline,
  };
  await transaction(database, async (client) => {
    await lockAliases(client, companyId, known.task);
    if (decision.verdict === 'continue') {
      await noteExperiment(client, companyId, experimentId, decision);
      return;
    }
    if (!(await stopExperiment(client, companyId, experimentId, now, decision))) {
      throw new Problem('conflict', `Experiment ${experimentId} was stopped meanwhile.`);
    }
    const promoted = decision.verdict === 'promote';
    await appendAlias(client, {
      companyId,
      task: known.task,
      actor: request.actor,
      reason: decision.reason,
      now,
      alias: promoted ? 'champion' : 'challenger',
      action: promoted ? 'promote' : 'retire',
      modelVersionId: promoted ? known.challengerVersionId : null,
    });
    await insertAudit(client, {
      companyId,
      actor: request.actor,
      action: 'experiment.decide',
      subject: experimentId,
      detail: { verdict: decision.verdict, basis: decision.basis, reason: decision.reason },
      recordedAt: now,
    });
  });
  return decision;
}

/**
 * How the challenger did against this champion in its training run; null: it was not compared with it. Another
 * version may have been promoted while the challenger was being trained.
 */
async function heldOutDifference(database: Database, experiment: ExperimentRecord): Promise<Measured | null> {
  const { companyId, championVersionId, challengerVersionId } = experiment;
  if (championVersionId === null) return null;
  const champion = await findModelVersion(database.pool, companyId, { id: championVersionId });
  const challenger = await findModelVersion(database.pool, companyId, { id: challengerVersionId });
  const compared = (challenger?.report as TrainingReport | undefined)?.champion;
  return champion !== null && compared?.name === versionName(champion) ? compared.difference : null;
}
