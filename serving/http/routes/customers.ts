import { z } from 'zod';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { survivorsOf } from '../../../prisma/repositories/customerMerges.ts';
import {
  type CustomerRecord,
  findCustomers,
  type IdentifierRecord,
  identifiersOf,
  searchCustomers,
} from '../../../prisma/repositories/customers.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { queryNumberOr } from '../queryNumber.ts';
import { reference, resolveReference } from '../references.ts';

export const customerSchema = z
  .object({
    id: z.uuid(),
    externalId: z.string().nullable(),
    displayName: z.string().nullable(),
    status: z.enum(['temporary', 'active', 'merged']),
    survivorId: z.uuid().meta({
      description: 'Who stands for them now: themselves, or the customer they were merged into.',
    }),
    occurredAt: isoMoment.meta({ description: 'Since when they are a customer.' }),
    identifiers: z.array(
      z.object({
        kind: z.enum(['name', 'phone', 'email', 'date_of_birth', 'address']),
        value: z.string(),
        normalized: z.string(),
      }),
    ),
  })
  .meta({ id: 'Customer' });

/** Customers as the API shows them, in the order given. */
export async function shownCustomers(
  client: Queryable,
  companyId: string,
  customers: readonly CustomerRecord[],
): Promise<z.input<typeof customerSchema>[]> {
  const ids = customers.map(({ id }) => id);
  const identifiers = await identifiersOf(client, companyId, ids);
  const survivors = await survivorsOf(client, companyId, ids);
  return customers.map((customer) => shown(customer, survivors.get(customer.id)!, identifiers));
}

function shown(
  customer: CustomerRecord,
  survivorId: string,
  identifiers: readonly IdentifierRecord[],
): z.input<typeof customerSchema> {
  return {
    id: customer.id,
    externalId: customer.externalId,
    displayName: customer.displayName,
    status: customer.status,
    survivorId,
    occurredAt: customer.occurredAt.toISOString(),
    identifiers: identifiers
      .filter(({ customerId }) => customerId === customer.id)
      .map(({ kind, value, normalized }) => ({ kind, value, normalized })),
  };
}

export const customerEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/customers',
    tag: 'customers',
    summary: 'Look somebody up',
    description: 'By any part of a name, number, address, e-mail or external id; exact matches first.',
    scopes: ['review'],
    query: z.strictObject({
      q: z.string().trim().min(1).max(200),
      limit: queryNumberOr(20, z.int().min(1).max(100)),
    }),
    writes: false,
    answers: { 200: z.array(customerSchema) },
    async handle({ application, caller: { companyId }, query }) {
      const client = application.database.pool;
      const { phone, email, dateOfBirth } = normalizeIdentity(
        { phone: query.q, email: query.q, dateOfBirth: query.q },
        await application.companies(companyId),
      );
      const found = await searchCustomers(client, companyId, {
        text: query.q,
        normalized: [phone, email, dateOfBirth].filter((value) => value !== null),
        limit: query.limit,
      });
      return { status: 200, body: await shownCustomers(client, companyId, found) };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/customers/{id}',
    tag: 'customers',
    summary: 'One customer with everything that identifies them',
    scopes: ['review'],
    path: z.object({ id: reference }),
    writes: false,
    answers: { 200: customerSchema },
    async handle({ application, caller: { companyId }, path }) {
      const client = application.database.pool;
      const id = await resolveReference(client, companyId, 'customer', path.id);
      const [customer] = await shownCustomers(
        client,
        companyId,
        await findCustomers(client, companyId, [id]),
      );
      return { status: 200, body: customer! };
    },
  }),
];
