import { uuid } from '../../base/uuid.ts';
import type { ReviewVerdict } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** What a reviewer answered to a task; an answer that was undone stays on record. */
export interface ReviewDecisionRecord {
  readonly id: string;
  readonly companyId: string;
  readonly taskId: string;
  readonly reviewer: string;
  readonly verdict: ReviewVerdict;
  readonly customerId: string | null;
  readonly correctionId: string | null;
  readonly seconds: number | null;
  readonly recordedAt: Date;
  readonly undoneAt: Date | null;
}

const columns = `id, company_id as "companyId", task_id as "taskId", reviewer, verdict,
  customer_id as "customerId", correction_id as "correctionId", seconds, recorded_at as "recordedAt",
  undone_at as "undoneAt"`;

export async function insertDecision(
  client: Queryable,
  decision: Omit<ReviewDecisionRecord, 'id' | 'undoneAt'>,
): Promise<ReviewDecisionRecord> {
  const { rows } = await client.query<ReviewDecisionRecord>(
    `insert into review_decision (id, company_id, task_id, reviewer, verdict, customer_id, correction_id, seconds,
       recorded_at)
     values ($1, $2, $3, $4, $5::review_verdict, $6, $7, $8, $9) returning ${columns}`,
    [
      uuid(),
      decision.companyId,
      decision.taskId,
      decision.reviewer,
      decision.verdict,
      decision.customerId,
      decision.correctionId,
      decision.seconds,
      decision.recordedAt,
    ],
  );
  return rows[0]!;
}

/** The newest decision of a task that is not undone. */
export async function standingDecision(
  client: Queryable,
  companyId: string,
  taskId: string,
): Promise<ReviewDecisionRecord | null> {
  const { rows } = await client.query<ReviewDecisionRecord>(
    `select ${columns} from review_decision
     where company_id = $1 and task_id = $2 and undone_at is null
     order by recorded_at desc, id desc limit 1`,
    [companyId, taskId],
  );
  return rows[0] ?? null;
}

export async function markDecisionUndone(client: Queryable, id: string, undoneAt: Date): Promise<void> {
  await client.query('update review_decision set undone_at = $2 where id = $1', [id, undoneAt]);
}
