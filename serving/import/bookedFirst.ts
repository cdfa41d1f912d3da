import type { WriteContext } from './writeContext.ts';

/**
 * An export shows past appointments as they ended, known since they were booked. Nobody knew the end then: they are
 * given the version they must have had, booked, until their time (or now, when they ended before it).
 */
export async function bookedFirst(
  { client, companyId, now }: WriteContext,
  newIds: readonly string[],
): Promise<void> {
  if (newIds.length === 0) return;
  await client.query(
    `with ended as (
       update appointment_version v set status = 'booked' from appointment a
       where a.company_id = $1 and a.id = any($2::uuid[]) and v.appointment_id = a.id and a.status <> 'booked'
         and a.recorded_at < least(a.scheduled_at, $3::timestamptz)
         and (a.recorded_at <= a.occurred_at or a.status <> 'cancelled')
       returning a.*
     )
     insert into appointment_version
       (company_id, appointment_id, customer_id, lead_id, service, status, scheduled_at, recorded_at)
     select company_id, id, customer_id, lead_id, service, status, scheduled_at, least(scheduled_at, $3::timestamptz)
     from ended`,
    [companyId, newIds, now],
  );
}
