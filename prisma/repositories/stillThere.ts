import type { Entity } from './historyRecord.ts';

/*
 * Who there is to look after: the one rule by which everybody is scored and listed. Conditions on a row `s` of the entity,
 * over $1 (company) and a moment (the name of its parameter), as far as known then. Each costs a few look-ups in indexes.
 */

const standing = (fact: string, moment: string) =>
  `${fact}.recorded_at <= ${moment} and (${fact}.retracted_at is null or ${fact}.retracted_at > ${moment})`;

/** Whoever asked to be erased is not looked after. */
const notErased = (entity: Entity) => `not exists (select 1 from erasure e where e.company_id = $1
  and e.subject_type = '${entity}' and e.subject_id = s.id)`;

/** A customer and everybody merged into them. */
const family = (moment: string) => `with recursive family as (
    select s.id union all
    select m.customer_id from family join customer_merge m on m.company_id = $1 and m.into_id = family.id
      and ${standing('m', moment)}
  )`;

const reported = (kind: string, report: string, moment: string) =>
  `outcome ${report} on ${report}.company_id = $1 and ${report}.subject_type = 'customer'
     and ${report}.subject_id = family.id and ${report}.kind = '${kind}' and ${standing(report, moment)}`;

/**
 * A customer in their own right who has not left: nobody reported so, or since then they bought again or are reported to
 * have stayed. A lead neither won nor lost.
 */
export const stillThere = (entity: Entity, moment: string): string =>
  entity === 'customer'
    ? `s.recorded_at <= ${moment} and s.status = 'active' and ${notErased('customer')} and not exists (
         ${family(moment)}
         select 1 from (
           select max(o.occurred_at) as at from family join ${reported('churned', 'o', moment)}
         ) departure where at is not null and not exists (
           select 1 from family join ${reported('retained', 'r', moment)} where r.occurred_at > departure.at
         ) and not exists (
           select 1 from family join "transaction" t on t.company_id = $1 and t.customer_id = family.id
             and t.amount > 0 and t.recorded_at <= ${moment} and t.occurred_at > departure.at
         ))`
    : `s.recorded_at <= ${moment} and ${notErased('lead')} and not exists (
         select 1 from outcome o where o.company_id = $1 and o.subject_type = 'lead' and o.subject_id = s.id
           and o.kind in ('converted', 'lost') and ${standing('o', moment)})`;
