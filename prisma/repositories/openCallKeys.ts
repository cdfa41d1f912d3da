import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

/** A key that more open calls share says too little to resolve them all again for it. */
const mostCallsOfKey = 200;

/** The call is nobody's, and found by these keys; they take the place of earlier ones. None: it is not open. */
export async function setOpenKeys(
  client: Queryable,
  companyId: string,
  callId: string,
  keys: readonly string[],
): Promise<void> {
  await prepared(
    client,
    `with gone as (
       delete from open_call_key where company_id = $1 and call_id = $2 and key <> all($3::text[])
     ) insert into open_call_key (company_id, call_id, key) select $1, $2, key from unnest($3::text[]) key
     on conflict do nothing`,
    [companyId, callId, keys],
  );
}

/** Whether any call of the company is open. */
export async function anyOpenCall(client: Queryable, companyId: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from open_call_key where company_id = $1 limit 1', [
    companyId,
  ]);
  return rowCount === 1;
}

/** Open calls that share one of the keys, those that share most first; at most `limit`. */
export async function openCallsSharing(
  client: Queryable,
  companyId: string,
  keys: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select call_id as id from (
       select call_id, count(*) over (partition by key) as size from open_call_key
       where company_id = $1 and key = any($2::text[])
     ) shared where size <= ${mostCallsOfKey} group by call_id order by count(*) desc, call_id desc limit $3`,
    [companyId, keys, limit],
  );
  return rows.map(({ id }) => id);
}

/** Of calls those that are nobody's, with what they claim. A temporary customer stands for nobody. */
export async function unlinkedAmong(
  client: Queryable,
  companyId: string,
  callIds: readonly string[],
): Promise<{ id: string; claims: Readonly<Record<string, string | null | undefined>> }[]> {
  const { rows } = await client.query<{ id: string; claims: Record<string, string | null | undefined> }>(
    `select id, claims from call c where company_id = $1 and id = any($2::uuid[]) and not exists (
       select 1 from identity_link l where l.company_id = $1 and l.call_id = c.id and l.retracted_at is null
         and l.source <> 'provisional')`,
    [companyId, callIds],
  );
  return rows;
}

/** Sets the keys of many calls at once; a call without any is not open. */
export async function replaceOpenKeys(
  client: Queryable,
  companyId: string,
  callIds: readonly string[],
  keys: readonly { readonly callId: string; readonly key: string }[],
): Promise<void> {
  await client.query('delete from open_call_key where company_id = $1 and call_id = any($2::uuid[])', [
    companyId,
    callIds,
  ]);
  if (keys.length === 0) return;
  await client.query(
    `insert into open_call_key (company_id, call_id, key)
     select $1, call_id, key from unnest($2::uuid[], $3::text[]) k(call_id, key)`,
    [companyId, keys.map(({ callId }) => callId), keys.map(({ key }) => key)],
  );
}
