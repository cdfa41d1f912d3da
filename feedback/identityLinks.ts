import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { lockCall } from '../prisma/repositories/calls.ts';
import { correctionsOfCall } from '../prisma/repositories/corrections.ts';
import {
  type IdentityLinkRecord,
  insertLink,
  retractLink,
  standingLink,
} from '../prisma/repositories/identityLinks.ts';

/** What people or the source system have settled about a call, which no automatic answer may change. */
export interface SettledLink {
  /** Null: the caller is not in the customer base. */
  readonly customerId: string | null;
  readonly by: 'correction' | 'import';
}

/** Null: nobody has said anything; the machine may decide. */
export async function settledLink(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<SettledLink | null> {
  const said = (await correctionsOfCall(client, companyId, callId)).findLast(({ undoneAt }) => !undoneAt);
  if (said) return { customerId: said.toCustomerId, by: 'correction' };
  const link = await standingLink(client, companyId, callId);
  return link?.source === 'import' ? { customerId: link.customerId, by: 'import' } : null;
}

export interface AutomaticLink {
  readonly companyId: string;
  readonly callId: string;
  /** Null: the machine stands by no customer; its earlier link, if any, is retracted. */
  readonly customerId: string | null;
  readonly source: 'model' | 'fallback';
  readonly probability: number;
  readonly predictionId: string;
}

/**
 * Makes the machine's answer the call's link, unless a person or the source has settled it. Locks the call;
 * runs in the caller's transaction. Returns the link that stands afterwards.
 * @param isNew this very transaction has inserted the call, so that nobody can have said anything about it
 */
export async function writeAutomaticLink(
  client: Queryable,
  wanted: AutomaticLink,
  now: Date,
  isNew = false,
): Promise<{ link: IdentityLinkRecord | null; settled: SettledLink | null }> {
  const { companyId, callId } = wanted;
  if (!isNew) await lockCall(client, companyId, callId);
  const standing = isNew ? null : await standingLink(client, companyId, callId);
  const settled = isNew ? null : await settledLink(client, companyId, callId);
  if (settled || (standing?.customerId ?? null) === wanted.customerId) return { link: standing, settled };
  if (standing) await retractLink(client, standing.id, now);
  const { customerId } = wanted;
  const link =
    customerId === null
      ? null
      : await insertLink(client, {
          companyId,
          callId,
          customerId,
          recordedAt: now,
          retractedAt: null,
          source: wanted.source,
          probability: wanted.probability,
          predictionId: wanted.predictionId,
          correctionId: null,
        });
  await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
  return { link, settled: null };
}
