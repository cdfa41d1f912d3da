import { Problem } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import { lockMerges } from '../../prisma/repositories/customerMerges.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import { familyOf, lockCalls, lockCustomers, textsOf } from '../../prisma/repositories/erasedPerson.ts';
import {
  type ErasureReceipt,
  findReceipt,
  holdReceipt,
  insertReceipt,
} from '../../prisma/repositories/erasureReceipts.ts';
import { noteErasure } from '../../prisma/repositories/erasures.ts';
import { eraseRows } from './eraseRows.ts';
import { personOf } from './personOf.ts';
import { subjectHash } from './subjectHash.ts';

export interface ErasureRequest {
  readonly company: { readonly id: string; readonly region: string };
  readonly customerId: string;
  /** Who asks. */
  readonly actor: string;
}

/**
 * Erases a person from the database, within the caller's transaction: the customer, everybody merged into one with them,
 * and all that is theirs (erasureSteps.ts). Other processes hear of it when it commits. Files, and what processes wrote
 * while they had not heard yet, are seen to by training/datasets/finishErasure.ts.
 * @throws Problem `not_found`
 */
export async function erasePerson(
  client: Queryable,
  { company, customerId, actor }: ErasureRequest,
  now: Date,
): Promise<ErasureReceipt> {
  const { id: companyId } = company;
  // Calls are held before merges and customers, as everywhere; so they must be known before they can be sure.
  await lockCalls(client, companyId, (await personOf(client, company, customerId)).calls);
  await lockMerges(client, companyId);
  await lockCustomers(client, companyId, await familyOf(client, companyId, customerId));
  const person = await personOf(client, company, customerId);
  const { customers, leads, calls } = person;
  if (customers.length === 0) {
    // Somebody else has erased them while we waited.
    const receipt = await findReceipt(client, companyId, subjectHash(companyId, customerId));
    if (receipt !== null) return receipt;
    throw new Problem('not_found', `There is no customer ${customerId}.`);
  }
  const externalIds = (await findCustomers(client, companyId, customers)).flatMap(
    (customer) => customer.externalId ?? [],
  );
  const counts = await eraseRows(client, person, await textsOf(client, person), now);
  const receiptId = uuid();
  await insertReceipt(client, {
    id: receiptId,
    companyId,
    subjectHashes: [...customers, ...externalIds].map((id) => subjectHash(companyId, id)),
    actor,
    recordedAt: now,
    content: {
      customers: customers.length,
      ...counts,
      datasets: [],
      datasetsElsewhere: [],
      models: [],
    },
  });
  await noteErasure(client, person, { receiptId, actor, now });
  for (const [topic, ids] of [
    ['customer.changed', customers],
    ['link.changed', calls],
  ] as const)
    for (const subject of ids) await appendOutbox(client, { companyId, topic, subject, recordedAt: now });
  await insertAudit(client, {
    companyId,
    actor,
    action: 'customer.erase',
    subject: subjectHash(companyId, customerId),
    detail: { receiptId, customers: customers.length, leads: leads.length, calls: calls.length },
    recordedAt: now,
  });
  return holdReceipt(client, receiptId);
}
