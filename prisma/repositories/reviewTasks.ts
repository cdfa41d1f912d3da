import { uuid } from '../../base/uuid.ts';
import type { ReviewStatus } from '../generated/enums.ts';
import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

export interface ReviewCandidate {
  readonly customerId: string;
  /** Calibrated probability that the call is theirs, in [0, 1]. */
  readonly probability: number;
  /** Why, as shown to the reviewer; the shape of models/reason.ts. */
  readonly reasons: readonly unknown[];
}

/** A question to a person: which customer is this call? */
export interface ReviewTaskRecord {
  readonly id: string;
  readonly companyId: string;
  readonly callId: string;
  readonly predictionId: string;
  readonly candidates: readonly ReviewCandidate[];
  readonly priority: number;
  readonly reason: string;
  /** Probability with which this call was chosen for review, in (0, 1]. */
  readonly propensity: number;
  readonly status: ReviewStatus;
  readonly leasedBy: string | null;
  readonly leaseExpiresAt: Date | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

const columns = `id, company_id as "companyId", call_id as "callId", prediction_id as "predictionId", candidates,
  priority, reason, propensity, status, leased_by as "leasedBy", lease_expires_at as "leaseExpiresAt",
  occurred_at as "occurredAt", recorded_at as "recordedAt"`;

export type NewReviewTask = Pick<
  ReviewTaskRecord,
  | 'companyId'
  | 'callId'
  | 'predictionId'
  | 'candidates'
  | 'priority'
  | 'reason'
  | 'propensity'
  | 'occurredAt'
  | 'recordedAt'
>;

export async function insertReviewTask(client: Queryable, task: NewReviewTask): Promise<ReviewTaskRecord> {
  const { rows } = await prepared<ReviewTaskRecord>(
    client,
    `insert into review_task (id, company_id, call_id, prediction_id, candidates, priority, reason, propensity, status,
       occurred_at, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10) returning ${columns}`,
    [
      uuid(),
      task.companyId,
      task.callId,
      task.predictionId,
      JSON.stringify(task.candidates),
      task.priority,
      task.reason,
      task.propensity,
      task.occurredAt,
      task.recordedAt,
    ],
  );
  return rows[0]!;
}

/** Puts a newer question in the place of the one a waiting task asks. */
export async function replaceQuestion(
  client: Queryable,
  id: string,
  task: NewReviewTask,
): Promise<ReviewTaskRecord> {
  const { rows } = await client.query<ReviewTaskRecord>(
    `update review_task set prediction_id = $2, candidates = $3, priority = $4, reason = $5, propensity = $6
     where id = $1 returning ${columns}`,
    [id, task.predictionId, JSON.stringify(task.candidates), task.priority, task.reason, task.propensity],
  );
  return rows[0]!;
}

export async function findReviewTask(
  client: Queryable,
  companyId: string,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ReviewTaskRecord | null> {
  const { rows } = await client.query<ReviewTaskRecord>(
    `select ${columns} from review_task where company_id = $1 and id = $2 ${options.lock ? 'for update' : ''}`,
    [companyId, id],
  );
  return rows[0] ?? null;
}

/** The task of a call that still waits for an answer; a call has at most one. */
export async function waitingTaskOfCall(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<ReviewTaskRecord | null> {
  const { rows } = await prepared<ReviewTaskRecord>(
    client,
    `select ${columns} from review_task where company_id = $1 and call_id = $2 and status in ('open', 'leased')`,
    [companyId, callId],
  );
  return rows[0] ?? null;
}

/**
 * Leases one task to a reviewer: the one they already hold, else the most urgent that nobody holds. Tasks
 * another transaction is just leasing are skipped, so reviewers never wait for each other or share a task. A second look
 * at a call is for somebody else than who has answered about it, where there is somebody else.
 */
export async function leaseTask(
  client: Queryable,
  lease: { companyId: string; reviewer: string; now: Date; expiresAt: Date },
): Promise<ReviewTaskRecord | null> {
  const { rows } = await client.query<ReviewTaskRecord>(
    `update review_task set status = 'leased', leased_by = $2, lease_expires_at = $4
     where id = coalesce(
       (select id from review_task where company_id = $1 and status = 'leased' and leased_by = $2
          and lease_expires_at > $3
        order by priority desc, id limit 1 for update skip locked),
       (select id from review_task t where company_id = $1
          and (status = 'open' or (status = 'leased' and lease_expires_at <= $3))
          and not (reason = 'second_look' and $5 and exists (
            select 1 from review_task o join review_decision d on d.company_id = $1 and d.task_id = o.id
            where o.company_id = $1 and o.call_id = t.call_id and d.reviewer = $2 and d.undone_at is null))
        order by priority desc, id limit 1 for update skip locked))
     returning ${columns}`,
    [lease.companyId, lease.reviewer, lease.now, lease.expiresAt, await hasOthers(client, lease)],
  );
  return rows[0] ?? null;
}

/** Days within which somebody else must have answered anything to be waited for. */
const colleagueDays = 7;

/** Whether anybody else reviews. */
async function hasOthers(
  client: Queryable,
  { companyId, reviewer, now }: { companyId: string; reviewer: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from review_decision where company_id = $1 and reviewer <> $2
       and recorded_at > $3::timestamptz - make_interval(days => ${colleagueDays}) limit 1`,
    [companyId, reviewer, now],
  );
  return rowCount === 1;
}

/** A status without a lease. */
export async function setTaskStatus(
  client: Queryable,
  id: string,
  status: 'open' | 'decided' | 'cancelled',
): Promise<void> {
  await client.query(
    'update review_task set status = $2::review_status, leased_by = null, lease_expires_at = null where id = $1',
    [id, status],
  );
}

/** Cancels the waiting tasks of a call, but not `exceptId`; returns how many. */
export async function cancelTasksOfCall(
  client: Queryable,
  companyId: string,
  callId: string,
  exceptId?: string,
): Promise<number> {
  const { rowCount } = await client.query(
    `update review_task set status = 'cancelled', leased_by = null, lease_expires_at = null
     where company_id = $1 and call_id = $2 and status in ('open', 'leased') and id is distinct from $3`,
    [companyId, callId, exceptId ?? null],
  );
  return rowCount ?? 0;
}
