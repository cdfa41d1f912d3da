import { uuid } from '../../base/uuid.ts';
import type { Queryable } from '../queryable.ts';

/** A phone number or e-mail address in canonical form. */
interface SharedValue {
  readonly kind: 'phone' | 'email';
  readonly normalized: string;
}

/** A value known in [recordedAt, retractedAt) to belong to many unrelated customers. */
export interface SharedIdentifierRecord extends SharedValue {
  readonly id: string;
  /** How many customers had it, and under how many family names, when it was demoted. */
  readonly customers: number;
  readonly familyNames: number;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

const columns = `s.id, s.kind, s.normalized, s.customers, s.family_names as "familyNames",
  s.recorded_at as "recordedAt", s.retracted_at as "retractedAt"`;

/** Numbers and addresses that the given customers have, retracted ones included: those may no longer be shared. */
export async function sharableValues(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<SharedValue[]> {
  const { rows } = await client.query<SharedValue>(
    `select distinct kind, normalized from customer_identifier
     where company_id = $1 and customer_id = any($2::uuid[]) and kind in ('phone', 'email') order by kind, normalized`,
    [companyId, customerIds],
  );
  return rows;
}

export interface Carriers extends SharedValue {
  /** Customers that have the value, each counted once with what is merged into it. */
  readonly customers: number;
  /** Different family names among them. */
  readonly familyNames: number;
  /** One of those who have or had it. */
  readonly customerId: string;
}

/** How many customers have each value now. Values nobody ever had are left out. */
export async function countCarriers(
  client: Queryable,
  companyId: string,
  values: readonly SharedValue[],
): Promise<Carriers[]> {
  const { rows } = await client.query<Carriers>(
    `with recursive asked as (
       select * from unnest($2::identifier_kind[], $3::text[]) as v(kind, normalized)
     ), chain as (
       select asked.kind, asked.normalized, i.customer_id as carrier, i.retracted_at is null as has, c.id,
         c.merged_into_id as next
       from asked join customer_identifier i on i.company_id = $1 and i.kind = asked.kind and i.normalized = asked.normalized
       join customer c on c.company_id = $1 and c.id = i.customer_id
       union all
       select chain.kind, chain.normalized, carrier, has, c.id, c.merged_into_id
       from chain join customer c on c.company_id = $1 and c.id = chain.next
     )
     select chain.kind, chain.normalized, count(distinct chain.id) filter (where has)::int as customers,
       count(distinct names.parts ->> 'family') filter (where has)::int as "familyNames",
       min(carrier::text) as "customerId"
     from chain left join customer_identifier names on names.company_id = $1 and names.customer_id = carrier
       and names.kind = 'name' and names.retracted_at is null
     where next is null group by chain.kind, chain.normalized order by chain.kind, chain.normalized`,
    [companyId, values.map(({ kind }) => kind), values.map(({ normalized }) => normalized)],
  );
  return rows;
}

/** Which of the values are known to be shared now. */
export async function standingShared(
  client: Queryable,
  companyId: string,
  values: readonly SharedValue[],
): Promise<SharedIdentifierRecord[]> {
  const { rows } = await client.query<SharedIdentifierRecord>(
    `select ${columns} from shared_identifier s
     join unnest($2::identifier_kind[], $3::text[]) as v(kind, normalized)
       on v.kind = s.kind and v.normalized = s.normalized
     where s.company_id = $1 and s.retracted_at is null order by s.kind, s.normalized`,
    [companyId, values.map(({ kind }) => kind), values.map(({ normalized }) => normalized)],
  );
  return rows;
}

export async function insertShared(
  client: Queryable,
  companyId: string,
  { kind, normalized, customers, familyNames }: Carriers,
  recordedAt: Date,
): Promise<void> {
  await client.query(
    `insert into shared_identifier (id, company_id, kind, normalized, customers, family_names, recorded_at)
     values ($1, $2, $3::identifier_kind, $4, $5, $6, $7) on conflict do nothing`,
    [uuid(), companyId, kind, normalized, customers, familyNames, recordedAt],
  );
}

export async function retractShared(client: Queryable, id: string, retractedAt: Date): Promise<void> {
  await client.query(
    'update shared_identifier set retracted_at = greatest(recorded_at, $2) where id = $1 and retracted_at is null',
    [id, retractedAt],
  );
}

/** When which values were shared, as far as known by `until`; those that some customers have, or all. */
export async function sharedFacts(
  client: Queryable,
  companyId: string,
  { customerIds, until }: { readonly customerIds?: readonly string[]; readonly until?: Date },
): Promise<SharedIdentifierRecord[]> {
  const { rows } = await client.query<SharedIdentifierRecord>(
    `select ${columns} from shared_identifier s
     where s.company_id = $1 and ($3::timestamptz is null or s.recorded_at <= $3)
       and ($2::uuid[] is null or exists (select 1 from customer_identifier i where i.company_id = $1
         and i.customer_id = any($2) and i.kind = s.kind and i.normalized = s.normalized))
     order by s.recorded_at, s.id`,
    [companyId, customerIds ?? null, until ?? null],
  );
  return rows;
}
