import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity } from './historyRecord.ts';

/*
 * Whose facts make up a history, and from when until when: queries over $1 (company) and $2 (ids of the customers or
 * leads asked for). Whatever is unbounded is null.
 */

/** Who was known to be behind leads, and from when until when; `leads`: a query for their ids. */
const peopleBehind = (leads: string) =>
  `select lead_id, customer_id, recorded_at as since,
     lead(recorded_at) over (partition by lead_id order by recorded_at) as until
   from (
     select v.lead_id, v.customer_id, v.recorded_at,
       lag(v.customer_id) over (partition by v.lead_id order by v.recorded_at) as before
     from lead_version v where v.company_id = $1 and v.lead_id in (${leads})
   ) version where customer_id is distinct from before`;

/** Who asks for facts as a whole, with no bounds of time. */
export const asked =
  'select id as owner, null::timestamptz as since, null::timestamptz as until from unnest($2::uuid[]) id';

/**
 * The people of `base` (owner, customer, since, until) and, while they are known to be one with them, everybody who is
 * merged into them. A chain of merges holds while all of it does, so that merges of different times make no circle.
 */
const withMerged = (base: string) =>
  `with recursive owners as (
     ${base}
     union all
     select o.owner, m.customer_id, greatest(o.since, m.recorded_at), least(o.until, m.retracted_at)
     from owners o join customer_merge m on m.company_id = $1 and m.into_id = o.customer
     where greatest(o.since, m.recorded_at) < coalesce(least(o.until, m.retracted_at), 'infinity')
   )`;

/**
 * `owners` maps each entity to the people whose facts count: a customer is that person; a lead brings the
 * facts of the customer behind it, while there is one.
 */
export const owners: Readonly<Record<Entity, string>> = {
  customer: withMerged(`select owner, owner as customer, since, until from (${asked}) asked`),
  lead: withMerged(`select lead_id as owner, customer_id as customer, since, until
           from (${peopleBehind('select unnest($2::uuid[])')}) behind where customer_id is not null`),
};

/** Leads behind which one of the `owners` (which it reads) was known to be at some time. */
const leadsOfOwners = `select lead_id from lead_version
  where company_id = $1 and customer_id = any(array(select customer from owners))`;

/** Leads whose facts count as a customer's, while they and the `owners` (which it reads) belong together. */
export const ownedLeads = `
  select o.owner, b.lead_id, greatest(o.since, b.since) as since, least(o.until, b.until) as until
  from (${peopleBehind(leadsOfOwners)}) b join owners o on o.customer = b.customer_id
  where greatest(o.since, b.since) < coalesce(least(o.until, b.until), 'infinity')`;

/**
 * Facts that hang on a customer, a lead or both, where `which` holds. A customer has those of their leads; a lead has
 * its own and those of the person behind it that concern no other lead. Two indexed joins: one with `or` would scan.
 * What comes to a customer both ways is listed once if the direct way is open for as long.
 */
export function ofPersonOrLead(entity: Entity, facts: string, columns: string, which: string): string {
  return entity === 'customer'
    ? `select ${columns} from owners o join ${facts} f on f.company_id = $1 and f.customer_id = o.customer${which}
       union all
       select ${columns} from (${ownedLeads}) o join ${facts} f on f.company_id = $1 and f.lead_id = o.lead_id${which}
         and not exists (select 1 from owners own where own.owner = o.owner and own.customer = f.customer_id
           and coalesce(own.since, '-infinity') <= o.since
           and coalesce(own.until, 'infinity') >= coalesce(o.until, 'infinity'))`
    : `select ${columns} from (${asked}) o join ${facts} f on f.company_id = $1 and f.lead_id = o.owner${which}
       union all
       select ${columns} from owners o join ${facts} f
         on f.company_id = $1 and f.customer_id = o.customer and f.lead_id is null${which}`;
}

/**
 * The customers and leads whose facts are, or were at some time, part of an entity's history, itself included. Whatever
 * brings in another (a merge, another customer behind a lead) names one of these in its history change.
 */
export async function historyOwners(
  client: Queryable,
  companyId: string,
  entity: Entity,
  id: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await prepared<{ id: string }>(
    client,
    `${owners[entity]} select customer::text as id from owners union ${
      entity === 'customer'
        ? `select lead_id::text from (${leadsOfOwners}) own`
        : 'select unnest($2::uuid[])::text'
    }`,
    [companyId, [id]],
  );
  return new Set([id, ...rows.map(({ id }) => id)]);
}
