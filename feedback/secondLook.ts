import type { Queryable } from '../prisma/queryable.ts';
import { insertReviewTask, type ReviewTaskRecord } from '../prisma/repositories/reviewTasks.ts';

/** What people say against a candidate of this probability is looked at again. */
const allButCertain = 0.9;
/** Before any other question: until then the label stands against the model. */
const priority = 2;

/**
 * Asks a second time when an answer speaks against a candidate that was all but certain. People err in some 3 % of their
 * answers, which would pass for wrong links: no audit by single answers could prove that fewer than 1 % are wrong. The
 * second answer stands, whatever it says; two errors in a row are one in a thousand, where they are not one error of one person:
 * somebody else is asked, if anybody else reviews (leaseTask). Until it is given, the first does.
 */
export async function askSecondLook(
  client: Queryable,
  task: ReviewTaskRecord,
  customerId: string | null,
  now: Date,
): Promise<void> {
  if (task.reason === 'second_look') return;
  const [best] = [...task.candidates].sort((a, b) => b.probability - a.probability);
  if (best === undefined || best.probability < allButCertain || best.customerId === customerId) return;
  const { companyId, callId, predictionId, candidates, propensity, occurredAt } = task;
  await insertReviewTask(client, {
    companyId,
    callId,
    predictionId,
    candidates,
    priority,
    reason: 'second_look',
    propensity,
    occurredAt,
    recordedAt: now,
  });
}
