import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { lockCall } from '../prisma/repositories/calls.ts';
import { correctionsOfCall } from '../prisma/repositories/corrections.ts';
import { survivorsOf } from '../prisma/repositories/customerMerges.ts';
import {
  type IdentityLinkRecord,
  insertLink,
  retractLink,
  standingLink,
  temporaryOfCall,
} from '../prisma/repositories/identityLinks.ts';
import { temporaryFollows } from './entities/temporaryFollows.ts';

/** What people or the source system have settled about a call, which no automatic answer may change. */
export interface SettledLink {
  /** Null: the caller is not in the customer base. */
  readonly customerId: string | null;
  readonly by: 'correction' | 'import';
  /** Since when it is known. */
  readonly at: Date;
}

/** Null: nobody has said anything; the machine may decide. */
export async function settledLink(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<SettledLink | null> {
  const said = (await correctionsOfCall(client, companyId, callId)).findLast(({ undoneAt }) => !undoneAt);
  const link = await standingLink(client, companyId, callId);
  if (said) {
    // Who is not in the customer base may have a temporary customer that stands for them.
    const standing = link?.correctionId === said.id ? link.customerId : null;
    return { customerId: said.toCustomerId ?? standing, by: 'correction', at: said.recordedAt };
  }
  return link?.source === 'import'
    ? { customerId: link.customerId, by: 'import', at: link.recordedAt }
    : null;
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
 * Makes the machine's answer the call's link, unless a person or the source has settled it. Where the machine stands by
 * nobody, the call is the temporary customer's that was made for it, if one was. Locks the call; runs in the caller's
 * transaction. Returns the link that stands afterwards.
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
  if (settled) return { link: standing, settled };
  const temporaryId = isNew ? null : await temporaryOfCall(client, companyId, callId);
  const customerId = wanted.customerId ?? temporaryId;
  if (await isSamePerson(client, companyId, standing?.customerId ?? null, customerId)) {
    return { link: standing, settled };
  }
  if (standing) await retractLink(client, standing.id, now);
  const source = wanted.customerId === null ? 'provisional' : wanted.source;
  const link =
    customerId === null
      ? null
      : await insertLink(client, {
          companyId,
          callId,
          customerId,
          recordedAt: now,
          retractedAt: null,
          source,
          probability: source === 'provisional' ? null : wanted.probability,
          predictionId: source === 'provisional' ? null : wanted.predictionId,
          correctionId: null,
        });
  if (temporaryId !== null) await temporaryFollows(client, companyId, callId, wanted.source, now);
  await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
  return { link, settled: null };
}

/** Whether two customers are one, be it by a merge. */
async function isSamePerson(
  client: Queryable,
  companyId: string,
  a: string | null,
  b: string | null,
): Promise<boolean> {
  if (a === null || b === null || a === b) return a === b;
  const survivors = await survivorsOf(client, companyId, [a, b]);
  return survivors.get(a) === survivors.get(b);
}
