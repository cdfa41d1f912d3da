import type { Queryable } from '../../prisma/queryable.ts';
import { lockCall } from '../../prisma/repositories/calls.ts';
import { lockMerges, type MergeRecord } from '../../prisma/repositories/customerMerges.ts';
import { callOfTemporary, standingLink } from '../../prisma/repositories/identityLinks.ts';
import { recordCorrection } from '../corrections.ts';
import { standingMerge, undoMerge } from './unmerge.ts';

/**
 * A person says that a merged customer is somebody of their own. Where it was a temporary customer that had followed
 * its call, that also says whose the call is. Returns the merge that was taken back; null: the customer stood for
 * itself already. Runs in the caller's transaction.
 */
export async function separateCustomer(
  client: Queryable,
  input: { readonly companyId: string; readonly customerId: string; readonly actor: string },
  now: Date,
): Promise<MergeRecord | null> {
  const { companyId, customerId, actor } = input;
  // The call first: everything that changes links takes this lock before that of the merges.
  const callId = await callOfTemporary(client, companyId, customerId);
  if (callId !== null) await lockCall(client, companyId, callId);
  await lockMerges(client, companyId);
  const merge = await standingMerge(client, companyId, customerId);
  if (merge === null) return null;
  await undoMerge(client, merge, now, actor);
  const followed = merge.source === 'model' || merge.correctionId !== null;
  if (callId !== null && followed) {
    const link = await standingLink(client, companyId, callId);
    if (link?.customerId !== customerId) {
      const said = { companyId, callId, toCustomerId: customerId, reviewer: actor, occurredAt: now };
      await recordCorrection(client, said, now);
    }
  }
  return merge;
}
