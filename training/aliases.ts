import { Problem } from '../base/problem.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import {
  type Alias,
  type AliasAction,
  type AliasRecord,
  aliasHistory,
  insertAlias,
  lockAliases,
} from '../prisma/repositories/aliases.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';
import { findModelVersion } from '../prisma/repositories/modelVersions.ts';
import { transaction } from '../prisma/transaction.ts';
import { endExperiments } from './experiments.ts';

/** Whose alias changes, by whom, why and when. */
export interface AliasChange {
  readonly companyId: string;
  readonly task: Task;
  /** User name, API key name, or `training` for the weekly loop. */
  readonly actor: string;
  readonly reason: string;
  readonly now: Date;
}

/** The versions in force. Null champion: the fallback rule answers. Null challenger: nobody challenges. */
export interface Standing {
  readonly champion: string | null;
  readonly challenger: string | null;
}

/**
 * Which versions a company's aliases name now.
 *
 * A challenger challenges one particular champion: a newer champion row (a promotion or a rollback) ends the
 * challenge. That is what lets promote and rollback be a single append.
 */
export async function currentStanding(client: Queryable, companyId: string, task: Task): Promise<Standing> {
  const [champion] = await aliasHistory(client, companyId, task, 'champion', 1);
  const [challenger] = await aliasHistory(client, companyId, task, 'challenger', 1);
  const challenged =
    challenger !== undefined && (champion === undefined || BigInt(challenger.id) > BigInt(champion.id));
  return {
    champion: champion?.modelVersionId ?? null,
    challenger: challenged ? challenger.modelVersionId : null,
  };
}

/** The id of the version an alias names now; null: none. */
export async function currentAlias(
  client: Queryable,
  companyId: string,
  task: Task,
  alias: Alias,
): Promise<string | null> {
  return (await currentStanding(client, companyId, task))[alias];
}

/**
 * The one way to change an alias: one row in the ledger, its outbox row and its audit row, within the
 * caller's transaction. Waits for other changes of the same task.
 */
export async function appendAlias(
  client: Queryable,
  change: AliasChange & { alias: Alias; action: AliasAction; modelVersionId: string | null },
): Promise<AliasRecord> {
  await lockAliases(client, change.companyId, change.task);
  const row = await insertAlias(client, {
    companyId: change.companyId,
    task: change.task,
    alias: change.alias,
    modelVersionId: change.modelVersionId,
    action: change.action,
    reason: change.reason,
    actor: change.actor,
    recordedAt: change.now,
  });
  await appendOutbox(client, {
    companyId: change.companyId,
    topic: 'alias.changed',
    subject: change.task,
    recordedAt: change.now,
  });
  await insertAudit(client, {
    companyId: change.companyId,
    actor: change.actor,
    action: `model.${change.action}`,
    subject: change.task,
    detail: { alias: change.alias, modelVersionId: change.modelVersionId, reason: change.reason },
    recordedAt: change.now,
  });
  return row;
}

/**
 * Makes a version the champion and ends a running experiment.
 * @throws Problem not_found: no such version. conflict: it is the champion already.
 */
export async function promote(
  database: Database,
  change: AliasChange & { version: number },
): Promise<AliasRecord> {
  return transaction(database, async (client) => {
    await lockAliases(client, change.companyId, change.task);
    const version = await findModelVersion(client, change.companyId, change);
    if (version === null) {
      throw new Problem('not_found', `There is no version ${change.version} of ${change.task}.`);
    }
    const { champion } = await currentStanding(client, change.companyId, change.task);
    if (champion === version.id) {
      throw new Problem('conflict', `Version ${change.version} of ${change.task} is the champion already.`);
    }
    await endExperiments(client, change, { verdict: 'ended', reason: change.reason });
    return appendAlias(client, {
      ...change,
      alias: 'champion',
      action: 'promote',
      modelVersionId: version.id,
    });
  });
}

/**
 * Goes back to the version that was champion before the present one, and with further rollbacks further
 * back, down to the fallback rule. Ends a running experiment.
 * @throws Problem conflict: the fallback rule answers already.
 */
export async function rollback(database: Database, change: AliasChange): Promise<AliasRecord> {
  return transaction(database, async (client) => {
    await lockAliases(client, change.companyId, change.task);
    const history = await aliasHistory(client, change.companyId, change.task, 'champion');
    const target = rollbackTarget(history.toReversed());
    if (target === undefined) {
      throw new Problem('conflict', `No model of ${change.task} is in force: the fallback rule answers.`);
    }
    await endExperiments(client, change, { verdict: 'ended', reason: change.reason });
    return appendAlias(client, { ...change, alias: 'champion', action: 'rollback', modelVersionId: target });
  });
}

/** The challenger challenges no longer. @throws Problem conflict: nobody challenges. */
export async function retire(database: Database, change: AliasChange): Promise<AliasRecord> {
  return transaction(database, async (client) => {
    await lockAliases(client, change.companyId, change.task);
    const { challenger } = await currentStanding(client, change.companyId, change.task);
    if (challenger === null)
      throw new Problem('conflict', `Nobody challenges the champion of ${change.task}.`);
    await endExperiments(client, change, { verdict: 'retired', reason: change.reason });
    return appendAlias(client, { ...change, alias: 'challenger', action: 'retire', modelVersionId: null });
  });
}

/**
 * Where a rollback leads, from the champion rows oldest first: promotions are a stack, each rollback takes
 * one off. Undefined: nothing is left to take off; null: the fallback rule.
 */
export function rollbackTarget(
  history: readonly Pick<AliasRecord, 'action' | 'modelVersionId'>[],
): string | null | undefined {
  const stack: (string | null)[] = [];
  for (const row of history) {
    if (row.action === 'rollback') stack.pop();
    else stack.push(row.modelVersionId);
  }
  return stack.length === 0 ? undefined : (stack.at(-2) ?? null);
}
