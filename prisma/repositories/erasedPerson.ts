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

/** Numbers (E.164) or e-mail addresses in canonical form. */
interface Contacts {
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

/** Of the customers' contacts those that no other customer has. */
export async function ownContacts(
  client: Queryable,
  companyId: string,
  customers: readonly string[],
  { phones, emails }: Contacts,
): Promise<Contacts> {
  const own = (kind: 'phone' | 'email', values: readonly string[]) =>
    ids(
      client,
      `select distinct own.contact as id from unnest($4::text[]) own(contact) where not exists (
         select 1 from customer_identifier i where i.company_id = $1 and i.customer_id <> all($2::uuid[])
           and i.kind = $3::identifier_kind and i.normalized = own.contact)`,
      [companyId, customers, kind, values],
    );
  return { phones: await own('phone', phones), emails: await own('email', emails) };
}

/** Digits by which a number is looked for before it is read as what it is. */
const tellingDigits = 7;

/**
 * Calls that are nobody's and may have been made from one of the numbers, or under one of the addresses: whether they were,
 * is seen when their claims are read as numbers of the region. Every call of the company is gone through.
 */
export async function openCallsLike(
  client: Queryable,
  companyId: string,
  { phones, emails }: Contacts,
): Promise<{ id: string; claims: Readonly<Record<string, string | null | undefined>> }[]> {
  if (phones.length === 0 && emails.length === 0) return [];
  const { rows } = await client.query<{ id: string; claims: Record<string, string | null | undefined> }>(
    `select id, claims from (
       select id, claims, regexp_replace(claims ->> 'phone', '[^0-9]', '', 'g') as digits from call c
       where company_id = $1 and (claims ->> 'phone' is not null or claims ->> 'email' is not null)
         and not exists (select 1 from identity_link l where l.company_id = $1 and l.call_id = c.id
           and l.retracted_at is null)
     ) open where right(digits, ${tellingDigits}) = any($2) or length(digits) < ${tellingDigits}
       or claims ->> 'email' is not null and $3`,
    [companyId, phones.map((phone) => phone.slice(-tellingDigits)), emails.length > 0],
  );
  return rows;
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
