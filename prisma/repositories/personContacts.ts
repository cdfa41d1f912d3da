import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import { ms } from './historySources.ts';

/** Something that was done about somebody. */
export interface Contact {
  readonly action: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * What was done in (from, now] about other leads of the person behind a lead, as known now; merged customers are one
 * person, whichever of them is kept. Nothing where nobody is known to be behind the lead. What was done about the person as
 * such is part of the lead's own history.
 */
export async function contactsElsewhere(
  client: Queryable,
  companyId: string,
  leadId: string,
  { from, now }: { readonly from: Date; readonly now: Date },
): Promise<Contact[]> {
  const { rows } = await prepared<Contact>(
    client,
    `with recursive person as (
       select customer_id as id from lead where company_id = $1 and id = $2 and customer_id is not null
       union
       select case when m.customer_id = p.id then m.into_id else m.customer_id end
       from person p join customer_merge m on m.company_id = $1 and p.id in (m.customer_id, m.into_id)
         and m.recorded_at <= $4 and (m.retracted_at is null or m.retracted_at > $4)
     )
     select f.action, ${ms('f.occurred_at')} as at
     from person p
     join lead l on l.company_id = $1 and l.customer_id = p.id and l.id <> $2
     join interaction f on f.company_id = $1 and f.lead_id = l.id
     where f.direction = 'outbound' and f.occurred_at > $3 and f.occurred_at <= $4 and f.recorded_at <= $4
     order by f.occurred_at, f.id`,
    [companyId, leadId, from, now],
  );
  return rows;
}
