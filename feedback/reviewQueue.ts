import { Problem } from '../base/problem.ts';
import type { ReviewVerdict } from '../prisma/generated/enums.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';
import { lockCall } from '../prisma/repositories/calls.ts';
import { type IdentityLinkRecord, standingLink } from '../prisma/repositories/identityLinks.ts';
import { countReviews, type ReviewCounts } from '../prisma/repositories/reviewCounts.ts';
import {
  insertDecision,
  markDecisionUndone,
  standingDecision,
} from '../prisma/repositories/reviewDecisions.ts';
import {
  findReviewTask,
  insertReviewTask,
  leaseTask,
  type NewReviewTask,
  type ReviewTaskRecord,
  replaceQuestion,
  setTaskStatus,
  waitingTaskOfCall,
} from '../prisma/repositories/reviewTasks.ts';
import { recordCorrection, undoCorrection } from './corrections.ts';
import { settledLink } from './identityLinks.ts';
import { askSecondLook } from './secondLook.ts';

/**
 * Asks people about a call. A call has one waiting task at most: a newer question replaces one that nobody
 * has taken yet; a reviewer at work keeps the question they see.
 * @param isNew this very transaction has inserted the call, so that nothing about it waits yet
 */
export async function openReview(
  client: Queryable,
  task: NewReviewTask,
  isNew = false,
): Promise<ReviewTaskRecord> {
  if (isNew) return insertReviewTask(client, task);
  await lockCall(client, task.companyId, task.callId);
  const waiting = await waitingTaskOfCall(client, task.companyId, task.callId);
  if (!waiting) return insertReviewTask(client, task);
  if (waiting.status === 'leased') return waiting;
  return replaceQuestion(client, waiting.id, task);
}

/** The call was linked by other evidence: a question nobody has taken yet is asked no longer. Under the call's lock. */
export async function withdrawQuestion(client: Queryable, companyId: string, callId: string): Promise<void> {
  const waiting = await waitingTaskOfCall(client, companyId, callId);
  if (waiting?.status === 'open') await setTaskStatus(client, waiting.id, 'cancelled');
}

/**
 * The most urgent task nobody else holds, held by `reviewer` until the lease runs out; asking again before
 * deciding gives the same task and renews the lease. Null: nothing to review.
 */
export async function leaseNextReview(
  client: Queryable,
  companyId: string,
  reviewer: string,
  now: Date,
  leaseMinutes: number,
): Promise<ReviewTaskRecord | null> {
  const expiresAt = new Date(now.getTime() + leaseMinutes * 60_000);
  return leaseTask(client, { companyId, reviewer, now, expiresAt });
}

export interface DecisionInput {
  readonly companyId: string;
  readonly taskId: string;
  readonly reviewer: string;
  readonly verdict: ReviewVerdict;
  /** Any customer, not only a candidate; exactly when the verdict is `link`. */
  readonly customerId: string | null;
  /** Time spent on the task, seconds. */
  readonly seconds: number | null;
}

export interface RecordedDecision {
  readonly decisionId: string;
  readonly callId: string;
  /** Null: the reviewer was unsure, nothing was corrected. */
  readonly correctionId: string | null;
  readonly link: IdentityLinkRecord | null;
}

/**
 * A reviewer answers. `link` and `new_customer` become a correction (source `review`), `unsure` changes
 * nothing about the call. An answer against a candidate that was all but certain is asked for again (secondLook.ts).
 * Runs in the caller's transaction; acknowledge after its commit.
 *
 * @throws Problem `not_found`; `conflict` when the task is no longer waiting, or somebody else holds it.
 */
export async function decideReview(
  client: Queryable,
  input: DecisionInput,
  now: Date,
): Promise<RecordedDecision> {
  const { companyId, taskId, reviewer, verdict } = input;
  if ((verdict === 'link') !== (input.customerId !== null)) {
    throw new Problem('invalid_input', 'A customer belongs to the verdict link, and to no other.', {
      findings: [{ path: '/customerId', message: 'required with the verdict link, forbidden otherwise' }],
    });
  }
  const found = await findReviewTask(client, companyId, taskId);
  if (!found) throw new Problem('not_found', `There is no review task ${taskId}.`);
  // The call first: everything that changes links takes this lock first, so nobody waits in a circle.
  await lockCall(client, companyId, found.callId);
  const task = (await findReviewTask(client, companyId, taskId, { lock: true }))!;
  refuseUnlessHeld(task, reviewer, now);

  const corrected =
    verdict === 'unsure'
      ? null
      : await recordCorrection(
          client,
          { companyId, callId: task.callId, toCustomerId: input.customerId, reviewer, occurredAt: now },
          now,
          { source: 'review', taskId },
        );
  const decision = await insertDecision(client, {
    companyId,
    taskId,
    reviewer,
    verdict,
    customerId: input.customerId,
    correctionId: corrected?.correctionId ?? null,
    seconds: input.seconds,
    recordedAt: now,
  });
  await setTaskStatus(client, taskId, 'decided');
  await insertAudit(client, {
    companyId,
    actor: reviewer,
    action: 'review.decide',
    subject: taskId,
    detail: { verdict, customerId: input.customerId, decisionId: decision.id },
    recordedAt: now,
  });
  if (verdict !== 'unsure') await askSecondLook(client, task, input.customerId, now);
  const link = corrected ? corrected.link : await standingLink(client, companyId, task.callId);
  return { decisionId: decision.id, callId: task.callId, correctionId: decision.correctionId, link };
}

export interface UndoneDecision {
  readonly decisionId: string;
  readonly callId: string;
  /** What stands again. */
  readonly link: IdentityLinkRecord | null;
  /** Of the task. */
  readonly status: 'open' | 'cancelled';
}

/**
 * Takes the newest decision of a task back, and the correction it made; the task waits again, unless
 * another correction has settled the call meanwhile.
 *
 * @throws Problem `not_found`; `conflict` when there is no decision to take back.
 */
export async function undoReview(
  client: Queryable,
  companyId: string,
  taskId: string,
  now: Date,
  actor: string,
): Promise<UndoneDecision> {
  const task = await findReviewTask(client, companyId, taskId);
  if (!task) throw new Problem('not_found', `There is no review task ${taskId}.`);
  await lockCall(client, companyId, task.callId);
  const decision = await standingDecision(client, companyId, taskId);
  if (!decision) {
    throw new Problem('conflict', `Review task ${taskId} has no decision that could be undone.`);
  }
  await markDecisionUndone(client, decision.id, now);
  if (decision.correctionId) await undoCorrection(client, companyId, decision.correctionId, now, actor);
  const settled = await settledLink(client, companyId, task.callId);
  const another = await waitingTaskOfCall(client, companyId, task.callId);
  const status = settled?.by === 'correction' || another ? 'cancelled' : 'open';
  await setTaskStatus(client, taskId, status);
  await insertAudit(client, {
    companyId,
    actor,
    action: 'review.undo',
    subject: taskId,
    detail: { decisionId: decision.id },
    recordedAt: now,
  });
  const link = await standingLink(client, companyId, task.callId);
  return { decisionId: decision.id, callId: task.callId, link, status };
}

export async function reviewStats(client: Queryable, companyId: string, now: Date): Promise<ReviewCounts> {
  return countReviews(client, companyId, now);
}

function refuseUnlessHeld(task: ReviewTaskRecord, reviewer: string, now: Date): void {
  if (task.status === 'decided') {
    throw new Problem('conflict', `Review task ${task.id} has been decided.`, {
      remedy: `To change the decision, undo it first: POST /api/reviews/${task.id}/undo.`,
    });
  }
  if (task.status === 'cancelled') {
    throw new Problem('conflict', `Review task ${task.id} was cancelled: the call was settled elsewhere.`, {
      remedy: 'Take the next task; to say something else about the call, post a correction.',
    });
  }
  const held = task.status === 'leased' && task.leaseExpiresAt !== null && task.leaseExpiresAt > now;
  if (held && task.leasedBy !== reviewer) {
    throw new Problem('conflict', `Review task ${task.id} is held by another reviewer.`, {
      remedy: 'Take the next task, or wait for the lease to run out.',
    });
  }
}
