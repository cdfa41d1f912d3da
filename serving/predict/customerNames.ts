import type { Queryable } from '../../prisma/queryable.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';

/** How people call the given customers: display name and external id, as far as there are any. */
export async function customerNames(
  client: Queryable,
  companyId: string,
  ids: readonly string[],
): Promise<(customerId: string) => string> {
  const customers = await findCustomers(client, companyId, [...new Set(ids)]);
  const names = new Map(
    customers.map(({ id, displayName, externalId }) => {
      const known = externalId ?? id;
      return [id, displayName === null ? `customer ${known}` : `${displayName} (${known})`];
    }),
  );
  return (customerId) => names.get(customerId) ?? `customer ${customerId}`;
}
