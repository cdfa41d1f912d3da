import { Problem } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import type { IdentityClaims } from '../../features/identity/claims.ts';
import { identifiersOf } from '../../features/identity/identifiers.ts';
import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import { lockCall } from '../../prisma/repositories/calls.ts';
import {
  type CustomerRecord,
  findCustomer,
  insertCustomer,
  insertIdentifiers,
} from '../../prisma/repositories/customers.ts';
import { insertLink, standingLink, temporaryOfCall } from '../../prisma/repositories/identityLinks.ts';
import { noteEvidence } from '../../prisma/repositories/resolutionQueue.ts';
import { settledLink } from '../identityLinks.ts';

interface NewCustomer {
  readonly externalId: string | null;
  /** Null: the name among the claims, if there is one. */
  readonly displayName: string | null;
  /** What identifies them; of a temporary customer not what its call says: that stays with the call. */
  readonly claims: IdentityClaims;
  /** Made for a caller nobody knows yet. */
  readonly temporary: boolean;
  /** The call it is made for; only of a temporary customer. */
  readonly callId: string | null;
  /** Since when they are a customer. */
  readonly occurredAt: Date;
}

/**
 * Adds a customer. A temporary one stands for the unknown caller of a call, so that appointments and notes have
 * somebody to hang on: the call is linked to it provisionally, and it is merged into the right customer as soon as the
 * call is. Asking again for the temporary customer of a call gives the same one. Runs in the caller's transaction.
 *
 * @throws Problem `not_found` for an unknown call; `conflict` when the external id is taken, or the call is somebody's.
 */
export async function addCustomer(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  input: NewCustomer,
  actor: string,
  now: Date,
): Promise<{ customer: CustomerRecord; isNew: boolean }> {
  const { callId } = input;
  const companyId = company.id;
  if (callId !== null) {
    const made = await temporaryOf(client, companyId, callId);
    if (made) return { customer: made, isNew: false };
  }
  if (
    input.externalId !== null &&
    (await findCustomer(client, companyId, { externalId: input.externalId })) !== null
  ) {
    throw new Problem('conflict', `There is a customer "${input.externalId}" already.`, {
      findings: [{ path: '/externalId', message: 'taken', received: input.externalId }],
      remedy: 'Import the customer to change it (POST /api/import/customers).',
    });
  }
  const id = uuid();
  const { externalId, temporary, occurredAt, claims } = input;
  const written = [claims.givenName, claims.familyName].filter((part) => part != null).join(' ');
  const displayName = input.displayName ?? claims.name ?? (written === '' ? null : written);
  await insertCustomer(client, {
    id,
    companyId,
    externalId,
    displayName,
    provisional: temporary,
    occurredAt,
    recordedAt: now,
  });
  const identifiers = identifiersOf(input.claims, company).map((identifier) => ({
    customerId: id,
    ...identifier,
    occurredAt: now,
    recordedAt: now,
  }));
  await insertIdentifiers(client, companyId, identifiers);
  if (callId !== null) {
    await insertLink(client, {
      companyId,
      callId,
      customerId: id,
      recordedAt: now,
      retractedAt: null,
      source: 'provisional',
      probability: null,
      predictionId: null,
      correctionId: null,
    });
    await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
  }
  await noteEvidence(client, companyId, [id], now);
  await appendOutbox(client, { companyId, topic: 'customer.changed', subject: id, recordedAt: now });
  await insertAudit(client, {
    companyId,
    actor,
    action: 'customer.create',
    subject: id,
    detail: { temporary, callId },
    recordedAt: now,
  });
  return { customer: (await findCustomer(client, companyId, { id }))!, isNew: true };
}

async function temporaryOf(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<CustomerRecord | null> {
  if (!(await lockCall(client, companyId, callId))) {
    throw new Problem('not_found', `There is no call ${callId}.`);
  }
  const made = await temporaryOfCall(client, companyId, callId);
  if (made !== null) return findCustomer(client, companyId, { id: made });
  const link = await standingLink(client, companyId, callId);
  const settled = await settledLink(client, companyId, callId);
  if (link === null && settled?.customerId == null) return null;
  throw new Problem('conflict', `Call ${callId} is a customer's already.`, {
    findings: [{ path: '/callId', message: 'linked', received: link?.customerId ?? settled?.customerId }],
    remedy: 'Use that customer; if it is the wrong one, correct the call.',
  });
}
