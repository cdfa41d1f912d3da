import { Problem } from '../../base/problem.ts';
import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import { lockMerges } from '../../prisma/repositories/customerMerges.ts';
import { type CustomerRecord, findCustomer, promoteCustomer } from '../../prisma/repositories/customers.ts';

/**
 * A temporary customer is one in its own right from now on: it no longer follows its call. Promoting one that is
 * already changes nothing. Runs in the caller's transaction.
 *
 * @throws Problem `not_found`; `conflict` when it was merged into somebody, or the external id is another customer's.
 */
export async function promote(
  client: Queryable,
  input: {
    readonly companyId: string;
    readonly customerId: string;
    readonly externalId: string | null;
    readonly displayName: string | null;
    readonly actor: string;
  },
  now: Date,
): Promise<CustomerRecord> {
  const { companyId, customerId, externalId, displayName, actor } = input;
  await lockMerges(client, companyId);
  const customer = await findCustomer(client, companyId, { id: customerId });
  if (!customer) throw new Problem('not_found', `There is no customer ${customerId}.`);
  if (customer.status === 'merged') {
    throw new Problem('conflict', `Customer ${customerId} is merged into ${customer.mergedIntoId}.`, {
      remedy: `Undo that first: POST /api/customers/${customerId}/unmerge.`,
    });
  }
  if (customer.status === 'active') return customer;
  const other = externalId === null ? null : await findCustomer(client, companyId, { externalId });
  if (other !== null && other.id !== customerId) {
    throw new Problem('conflict', `There is another customer "${externalId}" already.`, {
      findings: [{ path: '/externalId', message: 'taken', received: externalId }],
      remedy: `If they are one person, merge: POST /api/customers/${customerId}/merge.`,
    });
  }
  await promoteCustomer(client, companyId, customerId, { externalId, displayName, promotedAt: now });
  await appendOutbox(client, { companyId, topic: 'customer.changed', subject: customerId, recordedAt: now });
  await insertAudit(client, {
    companyId,
    actor,
    action: 'customer.promote',
    subject: customerId,
    detail: { externalId },
    recordedAt: now,
  });
  return (await findCustomer(client, companyId, { id: customerId }))!;
}
