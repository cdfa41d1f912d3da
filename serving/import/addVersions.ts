import type pg from 'pg';

/** What of a record its versions keep; the rest of it is not read as it stood. */
const versioned = {
  lead: ['customer_id', 'source', 'value'],
  appointment: ['customer_id', 'lead_id', 'service', 'status', 'scheduled_at'],
} as const;

export type VersionedTable = keyof typeof versioned;

/**
 * Appends what updated records now say to what they said before; the database wrote their first versions. What
 * changed is known since the row says so, where that is news (`recordedAt` of many sources is when the record was
 * made, and does not move), else since now. A record known earlier than was thought was known with its first version.
 *
 * @param staged Table of delivered rows: external_id, recorded_at, and `dated`, an SQL condition on it (as `s`): whether
 *   the row itself says when it became known.
 */
export async function addVersions(
  client: pg.PoolClient,
  table: VersionedTable,
  ids: readonly string[],
  staged: { readonly table: string; readonly dated: string },
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const key = `${table}_id`;
  const names = versioned[table];
  const list = (prefix: string) => names.map((name) => `${prefix}.${name}`).join(', ');
  await client.query(
    `update ${table}_version v set recorded_at = t.recorded_at from ${table} t
     where t.id = any($1::uuid[]) and v.${key} = t.id and t.recorded_at < v.recorded_at
       and not exists (select 1 from ${table}_version e where e.${key} = t.id and e.recorded_at < v.recorded_at)`,
    [ids],
  );
  await client.query(
    `insert into ${table}_version (company_id, ${key}, ${names.join(', ')}, recorded_at)
     select t.company_id, t.id, ${list('t')},
       case when ${staged.dated} and s.recorded_at > v.recorded_at then s.recorded_at
         else greatest($2::timestamptz, v.recorded_at) end
     from ${table} t join ${staged.table} s on s.external_id = t.external_id
     join lateral (
       select * from ${table}_version v where v.${key} = t.id order by v.recorded_at desc limit 1
     ) v on true
     where t.id = any($1::uuid[]) and (${list('t')}) is distinct from (${list('v')})
     on conflict (${key}, recorded_at) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [ids, now],
  );
}
