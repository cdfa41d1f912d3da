import type { Queryable } from '../../prisma/queryable.ts';
import {
  belongings,
  type ErasedPerson,
  familyOf,
  openCallsOf,
} from '../../prisma/repositories/erasedPerson.ts';
import { evidenceKeys } from '../entities/evidenceKeys.ts';
import { evidenceOf } from '../entities/newEvidence.ts';

/** Everything that is the person's behind a customer; no customers when there is no such one. */
export async function personOf(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  customerId: string,
): Promise<ErasedPerson> {
  const customers = await familyOf(client, company.id, customerId);
  const keys = evidenceKeys(await evidenceOf(client, company, customers));
  return belongings(client, company.id, customers, await openCallsOf(client, company.id, customers, keys));
}
