import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import {
  belongings,
  type ErasedPerson,
  familyOf,
  openCallsLike,
  ownContacts,
} from '../../prisma/repositories/erasedPerson.ts';
import { evidenceOf } from '../entities/newEvidence.ts';

/** Everything that is the person's behind a customer; no customers when there is no such one. */
export async function personOf(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  customerId: string,
): Promise<ErasedPerson> {
  const customers = await familyOf(client, company.id, customerId);
  return belongings(client, company.id, customers, await openCallsOf(client, company, customers));
}

/**
 * Calls that are nobody's, made from a number or under an e-mail address that the person has and no other customer. Others
 * that only look like the person's may as well be somebody else's.
 */
async function openCallsOf(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  customers: readonly string[],
): Promise<string[]> {
  const contacts = await evidenceOf(client, company, customers);
  const own = await ownContacts(client, company.id, customers, contacts);
  const [phones, emails] = [new Set<string | null>(own.phones), new Set<string | null>(own.emails)];
  return (await openCallsLike(client, company.id, own)).flatMap(({ id, claims }) => {
    const { phone, email } = normalizeIdentity(claims, company);
    return phones.has(phone) || emails.has(email) ? [id] : [];
  });
}
