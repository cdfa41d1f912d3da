import type { Queryable } from '../queryable.ts';
import type { Entity } from './historyRecord.ts';

/** How many outcomes of each kind stood in a company's records of its customers or leads at `knownAt`. */
export async function countOutcomeKinds(
  client: Queryable,
  companyId: string,
  subjectType: Entity,
  knownAt: Date,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await client.query<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from outcome
       where company_id = $1 and subject_type = $2::subject_type and recorded_at <= $3
         and (retracted_at is null or retracted_at > $3) group by kind`,
    [companyId, subjectType, knownAt],
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/**
 * When a company's newest purchase, call or appointment became known, as far as known by `knownAt`; null: it
 * has none. Imported histories may end long before today, and nobody was silent after their end.
 */
export async function observedUntil(
  client: Queryable,
  companyId: string,
  knownAt: Date,
): Promise<Date | null> {
  const newest = (table: string) =>
    `select max(greatest(occurred_at, recorded_at)) as last from ${table}
       where company_id = $1 and recorded_at <= $2 and occurred_at <= $2`;
  const { rows } = await client.query<{ last: Date | null }>(
    `select max(last) as last from
       (${newest('"transaction"')} union all ${newest('call')} union all ${newest('appointment')}) newest`,
    [companyId, knownAt],
  );
  return rows[0]?.last ?? null;
}

/** When a company's first purchase took place, of those known by `knownAt`; null: it has none. */
export async function firstPurchaseAt(
  client: Queryable,
  companyId: string,
  knownAt: Date,
): Promise<Date | null> {
  const { rows } = await client.query<{ first: Date | null }>(
    `select min(occurred_at) as first from "transaction"
       where company_id = $1 and recorded_at <= $2 and occurred_at <= $2 and amount > 0`,
    [companyId, knownAt],
  );
  return rows[0]?.first ?? null;
}

/**
 * Days by which 99 % of a company's leads had been won or lost, of those that are at least `horizonDays` old;
 * `horizonDays` where more of them stay open for longer, or nothing is known yet.
 */
export async function leadClosingDays(
  client: Queryable,
  companyId: string,
  knownAt: Date,
  horizonDays: number,
): Promise<number> {
  const { rows } = await client.query<{ days: number | null }>(
    `select percentile_disc(0.99) within group (order by coalesce(closed.days, $3)) as days
       from lead left join lateral (
         select extract(epoch from min(occurred_at) - greatest(lead.occurred_at, lead.recorded_at))::float8 / 86400 as days from outcome
         where company_id = $1 and subject_type = 'lead' and subject_id = lead.id
           and kind in ('converted', 'lost') and recorded_at <= $2
           and (retracted_at is null or retracted_at > $2)
       ) closed on true
       where lead.company_id = $1 and greatest(lead.occurred_at, lead.recorded_at) <= $2::timestamptz - make_interval(secs => 86400 * $3)`,
    [companyId, knownAt, horizonDays],
  );
  return Math.min(horizonDays, Math.max(0, rows[0]?.days ?? horizonDays));
}

/**
 * Days by which 95 % of a company's outcomes of these kinds had become known, at most 30; 0 without any. A
 * label is final only after that.
 */
export async function reportingLagDays(
  client: Queryable,
  companyId: string,
  subjectType: Entity,
  kinds: readonly string[],
  knownAt: Date,
): Promise<number> {
  const { rows } = await client.query<{ lag: number | null }>(
    `select percentile_disc(0.95) within group
         (order by extract(epoch from recorded_at - occurred_at)::float8 / 86400) as lag
       from outcome where company_id = $1 and subject_type = $2::subject_type and kind = any($3) and recorded_at <= $4
         and (retracted_at is null or retracted_at > $4)`,
    [companyId, subjectType, kinds, knownAt],
  );
  return Math.min(30, Math.max(0, rows[0]?.lag ?? 0));
}
