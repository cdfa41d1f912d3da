import type { Queryable } from '../../prisma/queryable.ts';
import { lockMerges, mergesOf, survivorsOf } from '../../prisma/repositories/customerMerges.ts';
import { findCustomer, identifiersOf } from '../../prisma/repositories/customers.ts';
import {
  type IdentityLinkRecord,
  linkedCalls,
  standingLink,
  temporaryOfCall,
} from '../../prisma/repositories/identityLinks.ts';
import { mergeCustomers } from './merge.ts';
import { standingMerge, undoMerge } from './unmerge.ts';

const automatic: ReadonlySet<string> = new Set(['model', 'fallback']);

/**
 * A temporary customer follows the call it was made for: when the call turns out to be another customer's, the
 * temporary one is merged into that customer, and stands for itself again when the call's link is taken back. To be
 * called after the call's link has changed, under the call's lock.
 *
 * Nothing follows by itself where a person has merged the temporary customer, where it was promoted, or has absorbed
 * others or other calls; nor, on the word of a model alone, where it carries identifiers: they would become evidence for somebody
 * that nobody has confirmed.
 */
export async function temporaryFollows(
  client: Queryable,
  companyId: string,
  callId: string,
  actor: string,
  now: Date,
): Promise<void> {
  const temporaryId = await temporaryOfCall(client, companyId, callId);
  if (temporaryId === null) return;
  await lockMerges(client, companyId);
  const link = await standingLink(client, companyId, callId);
  const merge = await standingMerge(client, companyId, temporaryId);
  const target = link?.customerId ?? temporaryId;
  const survivors = await survivorsOf(client, companyId, [temporaryId, target]);
  if (merge !== null) {
    const followed = merge.source === 'model' || merge.correctionId !== null;
    if (!followed || (target !== temporaryId && survivors.get(target) === survivors.get(temporaryId))) return;
    await undoMerge(client, merge, now, actor);
  }
  if (link === null || target === temporaryId || !(await mayFollow(client, link, temporaryId))) return;
  await mergeCustomers(
    client,
    {
      companyId,
      customerId: temporaryId,
      intoId: target,
      source: automatic.has(link.source) ? 'model' : 'person',
      actor,
      occurredAt: link.recordedAt,
      predictionId: link.predictionId,
      correctionId: link.correctionId,
    },
    now,
  );
}

async function mayFollow(
  client: Queryable,
  { companyId, source }: IdentityLinkRecord,
  temporaryId: string,
): Promise<boolean> {
  const customer = await findCustomer(client, companyId, { id: temporaryId });
  if (customer?.status !== 'temporary') return false;
  const absorbed = await mergesOf(client, companyId, [temporaryId]);
  if (absorbed.some(({ intoId, retractedAt }) => intoId === temporaryId && retractedAt === null))
    return false;
  if ((await linkedCalls(client, companyId, [temporaryId], { limit: 1 })).length > 0) return false;
  return !automatic.has(source) || (await identifiersOf(client, companyId, [temporaryId])).length === 0;
}
