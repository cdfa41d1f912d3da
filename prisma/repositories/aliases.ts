import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

export type Alias = 'champion' | 'challenger';
export type AliasAction = 'promote' | 'rollback' | 'challenge' | 'retire';

/** From `recordedAt` on, `alias` of this company and task names `modelVersionId` (null: nothing). */
export interface AliasRecord {
  /** Decimal, ascending. */
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  readonly alias: Alias;
  readonly modelVersionId: string | null;
  readonly action: AliasAction;
  readonly reason: string;
  readonly actor: string;
  readonly recordedAt: Date;
}

const columns = `id::text as id, company_id as "companyId", task, alias, model_version_id as "modelVersionId", action,
  reason, actor, recorded_at as "recordedAt"`;

export async function insertAlias(client: Queryable, entry: Omit<AliasRecord, 'id'>): Promise<AliasRecord> {
  const { rows } = await client.query<AliasRecord>(
    `insert into alias_ledger (company_id, task, alias, model_version_id, action, reason, actor, recorded_at)
     values ($1, $2::task, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [
      entry.companyId,
      entry.task,
      entry.alias,
      entry.modelVersionId,
      entry.action,
      entry.reason,
      entry.actor,
      entry.recordedAt,
    ],
  );
  return rows[0]!;
}

/** One alias's rows, newest first. */
export async function aliasHistory(
  client: Queryable,
  companyId: string,
  task: Task,
  alias: Alias,
  limit = 10_000,
): Promise<AliasRecord[]> {
  const { rows } = await client.query<AliasRecord>(
    `select ${columns} from alias_ledger where company_id = $1 and task = $2::task and alias = $3
     order by alias_ledger.id desc limit $4`,
    [companyId, task, alias, limit],
  );
  return rows;
}

/** Changes of one company's task happen one after another until the transaction ends. */
export async function lockAliases(client: Queryable, companyId: string, task: Task): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `alias_ledger ${companyId} ${task}`,
  ]);
}
