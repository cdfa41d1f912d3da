import type { CustomerStatus, IdentifierKind } from '../generated/enums.ts';
import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

export interface CustomerRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  readonly status: CustomerStatus;
  readonly mergedIntoId: string | null;
  readonly displayName: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

export interface IdentifierRecord {
  readonly customerId: string;
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly normalized: string;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

const columns = `id, company_id as "companyId", external_id as "externalId", status,
  merged_into_id as "mergedIntoId", display_name as "displayName", occurred_at as "occurredAt",
  recorded_at as "recordedAt"`;

export async function findCustomer(
  client: Queryable,
  companyId: string,
  by: { id: string } | { externalId: string },
): Promise<CustomerRecord | null> {
  const [condition, value] = 'id' in by ? ['id = $2', by.id] : ['external_id = $2', by.externalId];
  const { rows } = await client.query<CustomerRecord>(
    `select ${columns} from customer where company_id = $1 and ${condition}`,
    [companyId, value],
  );
  return rows[0] ?? null;
}

/** In no particular order; unknown ids are left out. */
export async function findCustomers(
  client: Queryable,
  companyId: string,
  ids: readonly string[],
): Promise<CustomerRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await prepared<CustomerRecord>(
    client,
    `select ${columns} from customer where company_id = $1 and id = any($2::uuid[])`,
    [companyId, ids],
  );
  return rows;
}

/** Identity evidence of the given customers that is not retracted, oldest knowledge first. */
export async function identifiersOf(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<IdentifierRecord[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await client.query<IdentifierRecord>(
    `select customer_id as "customerId", kind, value, normalized, parts, occurred_at as "occurredAt",
       recorded_at as "recordedAt", retracted_at as "retractedAt"
     from customer_identifier
     where company_id = $1 and customer_id = any($2::uuid[]) and retracted_at is null
     order by recorded_at, id`,
    [companyId, customerIds],
  );
  return rows;
}

/**
 * Customers people may mean by `text`: external id, display name or any identifier contains it (letter case
 * aside), or an identifier's canonical form equals one of `normalized`. Exact matches come first.
 */
export async function searchCustomers(
  client: Queryable,
  companyId: string,
  search: { text: string; normalized: readonly string[]; limit: number },
): Promise<CustomerRecord[]> {
  const pattern = `%${search.text.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await client.query<CustomerRecord>(
    `select ${columns} from customer
     where company_id = $1 and status <> 'merged' and (external_id ilike $2 or display_name ilike $2 or exists (
       select 1 from customer_identifier i where i.company_id = $1 and i.customer_id = customer.id
         and i.retracted_at is null and (i.value ilike $2 or i.normalized ilike $2 or i.normalized = any($3))))
     order by coalesce(lower(external_id) = lower($4), false) desc,
       coalesce(lower(display_name) = lower($4), false) desc, display_name, id
     limit $5`,
    [companyId, pattern, search.normalized, search.text, search.limit],
  );
  return rows;
}
