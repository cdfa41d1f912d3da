import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import {
  familyAt,
  lockMerges,
  type MergeRecord,
  mergesOf,
  retractMerge,
  setCustomerStatus,
} from '../../prisma/repositories/customerMerges.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import { linkedCalls } from '../../prisma/repositories/identityLinks.ts';
import { noteEvidence, requestResolution } from '../../prisma/repositories/resolutionQueue.ts';

/** Calls that are resolved again after an unmerge, at most: the newest ones. */
const mostCalls = 200;

/** The merge of a customer that is in force; null: it stands for itself. */
export async function standingMerge(
  client: Queryable,
  companyId: string,
  customerId: string,
): Promise<MergeRecord | null> {
  const merges = await mergesOf(client, companyId, [customerId]);
  return merges.find((merge) => merge.customerId === customerId && merge.retractedAt === null) ?? null;
}

/**
 * Takes a merge back: from `now` on the customer stands for itself again, with everything that hangs on it and all
 * that was merged into it. Automatic links that were made to the two as one are asked about anew; what people said
 * stays. Runs in the caller's transaction, which holds the company's merges from here on.
 */
export async function undoMerge(
  client: Queryable,
  merge: MergeRecord,
  now: Date,
  actor: string,
): Promise<void> {
  const { companyId, customerId, intoId } = merge;
  await lockMerges(client, companyId);
  const together = await familyAt(client, companyId, customerId, now);
  const [customer] = await findCustomers(client, companyId, [customerId]);
  const temporary = customer!.provisional && customer!.promotedAt === null;
  await retractMerge(client, merge.id, now, actor);
  await setCustomerStatus(client, companyId, customerId, temporary ? 'temporary' : 'active');
  await noteEvidence(client, companyId, [customerId, intoId], now);
  const doubtful = await linkedCalls(client, companyId, together, {
    automaticSince: merge.recordedAt,
    limit: mostCalls,
  });
  await requestResolution(client, companyId, doubtful, 'unmerge', now);
  await appendOutbox(client, { companyId, topic: 'customer.changed', subject: customerId, recordedAt: now });
  await insertAudit(client, {
    companyId,
    actor,
    action: 'customer.unmerge',
    subject: customerId,
    detail: { intoId, mergeId: merge.id },
    recordedAt: now,
  });
}
