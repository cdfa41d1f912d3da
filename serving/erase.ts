import { Problem } from '../base/problem.ts';
import { erasePerson } from '../feedback/erasure/erasePerson.ts';
import { subjectHash } from '../feedback/erasure/subjectHash.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { type ErasureReceipt, findReceipt } from '../prisma/repositories/erasureReceipts.ts';
import { resolveReference } from './http/references.ts';

/**
 * Erases the person behind an id of either kind, within the caller's transaction; somebody who has been erased before and
 * is not known again since is answered the receipt of then.
 * @throws Problem `not_found`
 */
export async function erase(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  request: { readonly reference: string; readonly actor: string },
  now: Date,
): Promise<ErasureReceipt> {
  const { reference, actor } = request;
  let customerId: string;
  try {
    customerId = await resolveReference(client, company.id, 'customer', reference);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    const receipt =
      (await findReceipt(client, company.id, subjectHash(company.id, reference))) ??
      (await findReceipt(client, company.id, subjectHash(company.id, reference.toLowerCase())));
    if (receipt === null) throw error;
    return receipt;
  }
  return erasePerson(client, { company, customerId, actor }, now);
}
