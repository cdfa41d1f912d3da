import { uuid } from '../../base/uuid.ts';
import type { RunStatus, Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import { newestFirst, type Page } from './page.ts';

export type ScoringTrigger = 'schedule' | 'request' | 'cli';

export interface ScoringRunRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Exclude<Task, 'linking'>;
  readonly trigger: string;
  readonly status: RunStatus;
  /** Null: not begun. */
  readonly asOf: Date | null;
  readonly subjects: number | null;
  readonly scored: number;
  readonly failed: number;
  /** The last subject dealt with, in id order. */
  readonly lastSubjectId: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly recordedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

const columns = `id::text, company_id::text as "companyId", task, trigger, status, as_of as "asOf", subjects, scored, failed,
  last_subject_id::text as "lastSubjectId", error, attempts, recorded_at as "recordedAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

/**
 * Adds a run that waits to be taken up. Null: one of the same company and task waits or is under way, or the nightly run
 * of that day has been made.
 */
export async function insertScoringRun(
  client: Queryable,
  entry: {
    companyId: string;
    task: Task;
    trigger: ScoringTrigger;
    /** Day in the company's time zone, YYYY-MM-DD. */
    night?: string;
    recordedAt: Date;
  },
): Promise<ScoringRunRecord | null> {
  const { rows } = await client.query<ScoringRunRecord>(
    `insert into scoring_run (id, company_id, task, trigger, night, recorded_at)
     values ($1, $2, $3::task, $4, $5::date, $6) on conflict do nothing returning ${columns}`,
    [uuid(), entry.companyId, entry.task, entry.trigger, entry.night ?? null, entry.recordedAt],
  );
  return rows[0] ?? null;
}

export async function findScoringRun(client: Queryable, id: string): Promise<ScoringRunRecord | null> {
  const { rows } = await client.query<ScoringRunRecord>(`select ${columns} from scoring_run where id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** Newest first. */
export async function listScoringRuns(
  client: Queryable,
  companyId: string,
  filter: { readonly task?: Task | undefined } & Page,
): Promise<ScoringRunRecord[]> {
  const { text, values } = newestFirst(filter, 3);
  const { rows } = await client.query<ScoringRunRecord>(
    `select ${columns} from scoring_run where company_id = $1 and ($2::task is null or task = $2::task)
     ${text}`,
    [companyId, filter.task ?? null, ...values],
  );
  return rows;
}

/** Runs that nobody has finished, oldest first; of one company and task, or of all. */
export async function unfinishedScoringRuns(
  client: Queryable,
  of?: { companyId: string; task: Task },
): Promise<ScoringRunRecord[]> {
  const { rows } = await client.query<ScoringRunRecord>(
    `select ${columns} from scoring_run
     where finished_at is null and ($1::uuid is null or (company_id = $1 and task = $2::task))
     order by recorded_at, id`,
    [of?.companyId ?? null, of?.task ?? null],
  );
  return rows;
}

/** The newest run of a task that has scored everybody; null: there is none. */
export async function newestScores(
  client: Queryable,
  companyId: string,
  task: Task,
): Promise<ScoringRunRecord | null> {
  const { rows } = await client.query<ScoringRunRecord>(
    `select ${columns} from scoring_run where company_id = $1 and task = $2::task and status = 'succeeded'
     order by as_of desc, id desc limit 1`,
    [companyId, task],
  );
  return rows[0] ?? null;
}

/** Marks a run begun, of the moment `now` unless an earlier attempt has set it; null when it is finished. */
export async function beginScoringRun(
  client: Queryable,
  id: string,
  now: Date,
): Promise<(ScoringRunRecord & { readonly asOf: Date }) | null> {
  const { rows } = await client.query<ScoringRunRecord & { asOf: Date }>(
    `update scoring_run set status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $2),
       as_of = coalesce(as_of, $2)
     where id = $1 and finished_at is null returning ${columns}`,
    [id, now],
  );
  return rows[0] ?? null;
}

export async function setSubjects(client: Queryable, id: string, subjects: number): Promise<void> {
  await client.query('update scoring_run set subjects = $2 where id = $1', [id, subjects]);
}

/**
 * Says that everybody up to `to` has been dealt with. Only where the run still stands at `from`: false, and nothing is
 * changed, when somebody else has gone on with it or ended it.
 */
export async function advanceScoringRun(
  client: Queryable,
  id: string,
  step: {
    from: string | null;
    to: string;
    scored: number;
    failed: number;
    /** Kept only where there is none yet. */
    error: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update scoring_run set last_subject_id = $3, scored = scored + $4, failed = failed + $5, error = coalesce(error, $6)
     where id = $1 and finished_at is null and last_subject_id is not distinct from $2::uuid`,
    [id, step.from, step.to, step.scored, step.failed, step.error],
  );
  return rowCount === 1;
}

export async function finishScoringRun(
  client: Queryable,
  id: string,
  end: { status: 'succeeded' | 'failed'; now: Date; error?: string },
): Promise<void> {
  await client.query(
    `update scoring_run set status = $2::run_status, finished_at = $3, error = coalesce($4, error)
     where id = $1 and finished_at is null`,
    [id, end.status, end.now, end.error ?? null],
  );
}

/**
 * Gives up runs of a moment before `before`: going on with them would tell of a day that is over.
 * @param companyId whose; absent: of all companies
 */
export async function giveUpScoringRuns(
  client: Queryable,
  before: Date,
  now: Date,
  companyId?: string,
): Promise<void> {
  await client.query(
    `update scoring_run set status = 'failed', finished_at = $2, error = 'Stopped half way, and taken up by nobody for a day.'
     where finished_at is null and as_of < $1 and ($3::uuid is null or company_id = $3)`,
    [before, now, companyId ?? null],
  );
}
