import { uuid } from '../../base/uuid.ts';
import type { RunStatus, Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import { newestFirst, type Page } from './page.ts';

export type Trigger = 'schedule' | 'request' | 'cli';

export interface TrainingRunRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  readonly trigger: string;
  readonly status: RunStatus;
  readonly datasetId: string | null;
  readonly report: unknown;
  readonly error: string | null;
  /** How often a worker has begun this run; above 1 after a crash. */
  readonly attempts: number;
  readonly recordedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

const columns = `id, company_id as "companyId", task, trigger, status, dataset_id as "datasetId", report, error, attempts,
  recorded_at as "recordedAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Inserts a run that waits for a worker. With a given `id` that already exists, returns the existing run. */
export async function insertTrainingRun(
  client: Queryable,
  entry: { id?: string; companyId: string; task: Task; trigger: Trigger; recordedAt: Date },
): Promise<TrainingRunRecord> {
  const { rows } = await client.query<TrainingRunRecord>(
    `insert into training_run (id, company_id, task, trigger, status, attempts, recorded_at)
     values ($1, $2, $3::task, $4, 'queued', 0, $5)
     on conflict (id) do update set id = excluded.id returning ${columns}`,
    [entry.id ?? uuid(), entry.companyId, entry.task, entry.trigger, entry.recordedAt],
  );
  return rows[0]!;
}

export async function findTrainingRun(client: Queryable, id: string): Promise<TrainingRunRecord | null> {
  const { rows } = await client.query<TrainingRunRecord>(
    `select ${columns} from training_run where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listTrainingRuns(
  client: Queryable,
  companyId: string,
  filter: { readonly task?: Task | undefined } & Page = {},
): Promise<TrainingRunRecord[]> {
  const { text, values } = newestFirst({ limit: 100, ...filter }, 3);
  const { rows } = await client.query<TrainingRunRecord>(
    `select ${columns} from training_run where company_id = $1 and ($2::task is null or task = $2::task)
     ${text}`,
    [companyId, filter.task ?? null, ...values],
  );
  return rows;
}

/** Runs that nobody has finished, of all companies, oldest first. */
export async function unfinishedTrainingRuns(client: Queryable): Promise<TrainingRunRecord[]> {
  const { rows } = await client.query<TrainingRunRecord>(
    `select ${columns} from training_run where status in ('queued', 'running') order by recorded_at, id`,
  );
  return rows;
}

/** Marks a run begun; null when it is already finished or does not exist. */
export async function beginTrainingRun(
  client: Queryable,
  id: string,
  now: Date,
): Promise<TrainingRunRecord | null> {
  const { rows } = await client.query<TrainingRunRecord>(
    `update training_run set status = 'running', attempts = attempts + 1, started_at = $2, error = null
     where id = $1 and status in ('queued', 'running') returning ${columns}`,
    [id, now],
  );
  return rows[0] ?? null;
}

/** Ends a running run; false when somebody else ended it first. */
export async function finishTrainingRun(
  client: Queryable,
  id: string,
  end: {
    status: 'succeeded' | 'failed';
    now: Date;
    report?: unknown;
    error?: string;
    datasetId?: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update training_run set status = $2::run_status, finished_at = $3, report = $4, error = $5,
       dataset_id = coalesce($6, dataset_id)
     where id = $1 and status = 'running'`,
    [
      id,
      end.status,
      end.now,
      end.report === undefined ? null : JSON.stringify(end.report),
      end.error ?? null,
      end.datasetId ?? null,
    ],
  );
  return rowCount === 1;
}

/** Puts a run back to wait for a worker (its worker is gone, or it failed for a passing reason). */
export async function requeueTrainingRun(client: Queryable, id: string): Promise<void> {
  await client.query(`update training_run set status = 'queued' where id = $1 and status = 'running'`, [id]);
}

/** The run of a company's task that waits or is under way; null: none. */
export async function findUnfinishedRun(
  client: Queryable,
  companyId: string,
  task: Task,
): Promise<TrainingRunRecord | null> {
  const { rows } = await client.query<TrainingRunRecord>(
    `select ${columns} from training_run
     where company_id = $1 and task = $2::task and status in ('queued', 'running')
     order by recorded_at, id limit 1`,
    [companyId, task],
  );
  return rows[0] ?? null;
}

/** Requests for the same company and task happen one after another until the transaction ends. */
export async function lockTrainingRuns(client: Queryable, companyId: string, task: Task): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `training_run ${companyId} ${task}`,
  ]);
}
