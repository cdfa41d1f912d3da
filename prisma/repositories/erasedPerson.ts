import type { Queryable } from '../queryable.ts';

/** Ids of everything that is one person's, and nobody else's. */
export interface ErasedPerson {
  readonly companyId: string;
  /** The customer, whoever they are merged into, and everybody merged into them. */
  readonly customers: readonly string[];
  readonly leads: readonly string[];
  readonly calls: readonly string[];
  readonly appointments: readonly string[];
  readonly interactions: readonly string[];
}

const ids = async (client: Queryable, text: string, values: unknown[]): Promise<string[]> =>
  (await client.query<{ id: string }>(text, values)).rows.map(({ id }) => id);

/** Everybody who is one with a customer now: the survivor of their merges, and all that are merged into it. */
export async function familyOf(client: Queryable, companyId: string, customerId: string): Promise<string[]> {
  return ids(
    client,
    `with recursive up as (
       select id, merged_into_id as next from customer where company_id = $1 and id = $2
       union select c.id, c.merged_into_id from customer c join up on c.company_id = $1 and c.id = up.next
     ), family as (
       select id from up where next is null
       union select c.id from customer c join family f on c.company_id = $1 and c.merged_into_id = f.id
     ) select id from family order by id`,
    [companyId, customerId],
  );
}

/** Whose a lead or appointment was last. */
const lastOf = (table: 'lead' | 'appointment') =>
  `(select v.customer_id from ${table}_version v where v.company_id = $1 and v.${table}_id = ${table}.id
     and v.customer_id is not null order by v.recorded_at desc limit 1)`;

/**
 * What belongs to these customers. A lead, appointment or call that is somebody else's now, though it was once taken for
 * theirs, is not: only what ties it to them will go. One that is nobody's now, and was theirs last, is.
 * @param openCalls calls that are nobody's, but whose caller can only be the person
 */
export async function belongings(
  client: Queryable,
  companyId: string,
  customers: readonly string[],
  openCalls: readonly string[],
): Promise<ErasedPerson> {
  const linked = await ids(
    client,
    `select distinct l.call_id as id from identity_link l
     where l.company_id = $1 and l.customer_id = any($2::uuid[])
       and not exists (select 1 from identity_link s where s.company_id = $1 and s.call_id = l.call_id
         and s.retracted_at is null and s.customer_id <> all($2))
       and (l.retracted_at is null or not exists (
         select 1 from identity_link n where n.company_id = $1 and n.call_id = l.call_id
           and n.recorded_at > l.recorded_at and n.customer_id <> all($2)
       ) and not exists (
         select 1 from link_correction c where c.company_id = $1 and c.call_id = l.call_id and c.undone_at is null
           and (c.to_customer_id is null or c.to_customer_id <> all($2))))`,
    [companyId, customers],
  );
  const calls = [...new Set([...linked, ...openCalls])].sort();
  const leads = await ids(
    client,
    `select id from lead where company_id = $1 and (
       customer_id = any($2::uuid[]) or customer_id is null and ${lastOf('lead')} = any($2))`,
    [companyId, customers],
  );
  const appointments = await ids(
    client,
    `select id from appointment where company_id = $1 and (customer_id = any($2::uuid[]) or customer_id is null and (
       lead_id = any($3::uuid[]) or call_id = any($4::uuid[]) or ${lastOf('appointment')} = any($2)))`,
    [companyId, customers, leads, calls],
  );
  const interactions = await ids(
    client,
    `select id from interaction where company_id = $1
       and (customer_id = any($2::uuid[]) or customer_id is null and lead_id = any($3::uuid[]))`,
    [companyId, customers, leads],
  );
  return { companyId, customers, leads, calls, appointments, interactions };
}

/** Holds the calls until the transaction ends, in the order of their ids. Calls come before merges and customers. */
export async function lockCalls(
  client: Queryable,
  companyId: string,
  calls: readonly string[],
): Promise<void> {
  await client.query(
    'select 1 from call where company_id = $1 and id = any($2::uuid[]) order by id for update',
    [companyId, calls],
  );
}

/** Holds the customers until the transaction ends: nothing new can be hung on them. */
export async function lockCustomers(
  client: Queryable,
  companyId: string,
  customers: readonly string[],
): Promise<void> {
  await client.query(
    'select 1 from customer where company_id = $1 and id = any($2::uuid[]) order by id for update',
    [companyId, customers],
  );
}

/**
 * Of calls that are nobody's, those made from a number, or under an e-mail address, that the person has and no other
 * customer. Others that only look like the person's may as well be somebody else's.
 * @param keys the person's, of open calls
 */
export async function openCallsOf(
  client: Queryable,
  companyId: string,
  customers: readonly string[],
  keys: readonly string[],
): Promise<string[]> {
  return ids(
    client,
    `select distinct k.call_id as id from open_call_key k where k.company_id = $1 and k.key = any($3::text[])
       and not exists (select 1 from identity_link l where l.company_id = $1 and l.call_id = k.call_id
         and l.retracted_at is null)
       and k.key ~ '^(phone|email):' and not exists (
         select 1 from customer_identifier i where i.company_id = $1 and i.customer_id <> all($2::uuid[])
           and i.kind = split_part(k.key, ':', 1)::identifier_kind
           and i.normalized = substr(k.key, strpos(k.key, ':') + 1))`,
    [companyId, customers, keys],
  );
}

/** Texts by which stored answers may name the person: external ids, numbers and addresses. */
export async function textsOf(client: Queryable, person: ErasedPerson): Promise<string[]> {
  const { companyId, customers, leads, calls } = person;
  return ids(
    client,
    `select external_id as id from customer where company_id = $1 and id = any($2::uuid[]) and external_id is not null
     union select external_id from lead where company_id = $1 and id = any($3::uuid[]) and external_id is not null
     union select external_id from call where company_id = $1 and id = any($4::uuid[]) and external_id is not null
     union select text from customer_identifier, unnest(array[value, normalized]) text
       where company_id = $1 and customer_id = any($2) and kind in ('phone', 'email')`,
    [companyId, customers, leads, calls],
  );
}
