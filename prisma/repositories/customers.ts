import { uuid } from '../../base/uuid.ts';
import type { CustomerStatus, IdentifierKind } from '../generated/enums.ts';
import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

export interface CustomerRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  readonly status: CustomerStatus;
  readonly mergedIntoId: string | null;
  /** Made for a caller nobody knew, and when it became a customer in its own right. */
  readonly provisional: boolean;
  readonly promotedAt: Date | null;
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
  merged_into_id as "mergedIntoId", provisional, promoted_at as "promotedAt", display_name as "displayName", occurred_at as "occurredAt",
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

export async function insertCustomer(
  client: Queryable,
  customer: Omit<CustomerRecord, 'status' | 'mergedIntoId' | 'promotedAt'>,
): Promise<void> {
  await client.query(
    `insert into customer (id, company_id, external_id, status, provisional, display_name, occurred_at, recorded_at)
     values ($1, $2, $3, case when $4 then 'temporary' else 'active' end::customer_status, $4, $5, $6, $7)`,
    [
      customer.id,
      customer.companyId,
      customer.externalId,
      customer.provisional,
      customer.displayName,
      customer.occurredAt,
      customer.recordedAt,
    ],
  );
}

/** A temporary customer is one in its own right from `promotedAt` on; what is null stays as it was. */
export async function promoteCustomer(
  client: Queryable,
  companyId: string,
  id: string,
  promotion: { externalId: string | null; displayName: string | null; promotedAt: Date },
): Promise<void> {
  await client.query(
    `update customer set status = 'active', promoted_at = $3, external_id = coalesce($4, external_id),
       display_name = coalesce($5, display_name)
     where company_id = $1 and id = $2`,
    [companyId, id, promotion.promotedAt, promotion.externalId, promotion.displayName],
  );
}

/** Adds identity evidence; what is known, and what somebody retracted, stays as it is. Returns how many are new. */
export async function insertIdentifiers(
  client: Queryable,
  companyId: string,
  identifiers: readonly Omit<IdentifierRecord, 'retractedAt'>[],
): Promise<number> {
  let added = 0;
  for (const identifier of identifiers) {
    const { rowCount } = await client.query(
      `insert into customer_identifier
         (id, company_id, customer_id, kind, value, normalized, parts, occurred_at, recorded_at)
       values ($1, $2, $3, $4::identifier_kind, $5, $6, $7, $8, $9)
       on conflict (customer_id, kind, normalized) do nothing`,
      [
        uuid(),
        companyId,
        identifier.customerId,
        identifier.kind,
        identifier.value,
        identifier.normalized,
        JSON.stringify(identifier.parts),
        identifier.occurredAt,
        identifier.recordedAt,
      ],
    );
    added += rowCount ?? 0;
  }
  return added;
}
