import type { Queryable } from '../queryable.ts';

/** The state of a company's review queue. */
export interface ReviewCounts {
  readonly open: number;
  /** Held by a reviewer whose lease has not run out; the others count as open. */
  readonly leased: number;
  readonly decided: number;
  readonly cancelled: number;
  readonly undone: number;
  readonly secondsTotal: number;
  readonly oldestOpenAt: Date | null;
  /** Waiting tasks by reason. */
  readonly waitingByReason: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, number>>;
}

export async function countReviews(client: Queryable, companyId: string, now: Date): Promise<ReviewCounts> {
  const { rows } = await client.query<ReviewCounts>(
    `with task as (
       select status, reason, recorded_at, status = 'leased' and lease_expires_at > $2 as held
       from review_task where company_id = $1
     ), decision as (select verdict, seconds, undone_at from review_decision where company_id = $1)
     select
       (select count(*) from task where status in ('open', 'leased') and not held)::int as open,
       (select count(*) from task where held)::int as leased,
       (select count(*) from task where status = 'decided')::int as decided,
       (select count(*) from task where status = 'cancelled')::int as cancelled,
       (select count(*) from decision where undone_at is not null)::int as undone,
       (select coalesce(sum(seconds), 0) from decision)::float8 as "secondsTotal",
       (select min(recorded_at) from task where status in ('open', 'leased')) as "oldestOpenAt",
       (select coalesce(json_object_agg(reason, n), '{}') from (select reason, count(*)::int as n from task
          where status in ('open', 'leased') group by reason) as r) as "waitingByReason",
       (select coalesce(json_object_agg(verdict, n), '{}') from (select verdict, count(*)::int as n from decision
          where undone_at is null group by verdict) as v) as verdicts`,
    [companyId, now],
  );
  return rows[0]!;
}
