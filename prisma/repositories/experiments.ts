import { uuid } from '../../base/uuid.ts';
import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** A champion and a challenger sharing the traffic. */
export interface ExperimentRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  /** Null: the fallback rule is the champion. */
  readonly championVersionId: string | null;
  readonly challengerVersionId: string;
  /** Share of units that meet the challenger, in [0, 1]. */
  readonly share: number;
  readonly salt: string;
  readonly startedAt: Date;
  readonly stoppedAt: Date | null;
  readonly decision: unknown;
}

const columns = `id, company_id as "companyId", task, champion_version_id as "championVersionId",
  challenger_version_id as "challengerVersionId", share, salt, started_at as "startedAt",
  stopped_at as "stoppedAt", decision`;

export async function insertExperiment(
  client: Queryable,
  entry: Omit<ExperimentRecord, 'id' | 'stoppedAt' | 'decision'>,
): Promise<ExperimentRecord> {
  const { rows } = await client.query<ExperimentRecord>(
    `insert into experiment (id, company_id, task, champion_version_id, challenger_version_id, share, salt, started_at)
     values ($1, $2, $3::task, $4, $5, $6, $7, $8) returning ${columns}`,
    [
      uuid(),
      entry.companyId,
      entry.task,
      entry.championVersionId,
      entry.challengerVersionId,
      entry.share,
      entry.salt,
      entry.startedAt,
    ],
  );
  return rows[0]!;
}

export async function findExperiment(
  client: Queryable,
  companyId: string,
  id: string,
): Promise<ExperimentRecord | null> {
  const { rows } = await client.query<ExperimentRecord>(
    `select ${columns} from experiment where company_id = $1 and id = $2`,
    [companyId, id],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listExperiments(
  client: Queryable,
  companyId: string,
  filter: { task?: Task; running?: boolean } = {},
): Promise<ExperimentRecord[]> {
  const { rows } = await client.query<ExperimentRecord>(
    `select ${columns} from experiment where company_id = $1 and ($2::task is null or task = $2::task)
       and ($3::boolean is null or (stopped_at is null) = $3)
     order by started_at desc, id desc`,
    [companyId, filter.task ?? null, filter.running ?? null],
  );
  return rows;
}

/** Stops a running experiment; false when it had already been stopped. */
export async function stopExperiment(
  client: Queryable,
  companyId: string,
  id: string,
  stoppedAt: Date,
  decision: unknown,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update experiment set stopped_at = $3, decision = $4
     where company_id = $1 and id = $2 and stopped_at is null`,
    [companyId, id, stoppedAt, JSON.stringify(decision)],
  );
  return rowCount === 1;
}

/** Stores the newest comparison of an experiment that goes on. */
export async function noteExperiment(
  client: Queryable,
  companyId: string,
  id: string,
  decision: unknown,
): Promise<void> {
  await client.query(
    'update experiment set decision = $3 where company_id = $1 and id = $2 and stopped_at is null',
    [companyId, id, JSON.stringify(decision)],
  );
}
