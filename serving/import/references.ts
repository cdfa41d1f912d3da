import type { Queryable } from '../../prisma/queryable.ts';

export type ReferenceTable = 'customer' | 'lead' | 'call' | 'interaction';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Ids of the records that external ids (or ids of our own) name; unknown ones are left out. A merged customer
 * is the one it was merged into.
 */
export async function findReferences(
  client: Queryable,
  companyId: string,
  table: ReferenceTable,
  names: Iterable<string | null | undefined>,
): Promise<Map<string, string>> {
  const wanted = [...new Set(names)].filter((name) => name != null);
  const found = new Map<string, string>();
  if (wanted.length === 0) return found;
  const { rows } = await client.query<{ name: string; id: string }>(
    table === 'customer'
      ? `with recursive named as (
           select external_id as name, id, merged_into_id, 0 as steps from customer
           where company_id = $1 and external_id = any($2)
           union all
           select named.name, next.id, next.merged_into_id, steps + 1 from named
           join customer next on next.company_id = $1 and next.id = named.merged_into_id
           where steps < 100
         ) select name, id from named where merged_into_id is null`
      : `select external_id as name, id from "${table}" where company_id = $1 and external_id = any($2)`,
    [companyId, wanted],
  );
  for (const { name, id } of rows) found.set(name, id);
  const ids = wanted.filter((name) => !found.has(name) && uuidPattern.test(name));
  if (ids.length > 0) {
    const own = await client.query<{ id: string }>(
      `select id from "${table}" where company_id = $1 and id = any($2::uuid[])`,
      [companyId, ids],
    );
    const known = new Set(own.rows.map(({ id }) => id));
    for (const name of ids) if (known.has(name.toLowerCase())) found.set(name, name.toLowerCase());
  }
  return found;
}
