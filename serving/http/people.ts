import { z } from 'zod';
import type { Queryable } from '../../prisma/queryable.ts';
import { reference, resolveExternal, resolveReference } from './references.ts';

/** Who says something: a user name in the caller's system. */
export const person = z.string().trim().min(1).max(200);

export const note = z.string().max(10_000);

/** How a body names a customer: by an id of either kind, or by the caller's own. */
export const customerChoice = {
  customerId: reference.optional(),
  customerExternalId: reference.optional(),
};

type Choice = { readonly customerId?: string | undefined; readonly customerExternalId?: string | undefined };

/** Exactly one of the two is given. */
export function oneCustomer({ customerId, customerExternalId }: Choice): boolean {
  return (customerId === undefined) !== (customerExternalId === undefined);
}
oneCustomer.message = { path: ['customerId'], error: 'Give either customerId or customerExternalId.' };

/** @throws Problem `not_found` */
export async function chosenCustomer(
  client: Queryable,
  companyId: string,
  { customerId, customerExternalId }: Choice,
): Promise<string> {
  return customerId === undefined
    ? resolveExternal(client, companyId, 'customer', customerExternalId!, '/customerExternalId')
    : resolveReference(client, companyId, 'customer', customerId, '/customerId');
}
