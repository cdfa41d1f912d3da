import type { Queryable } from '../queryable.ts';

/** Ids before all others. */
const first = '00000000-0000-0000-0000-000000000000';

/** Ids of all customers of a company, page by page: as much as needs to be in memory at once. */
export function customerPages(client: Queryable, companyId: string, size: number): AsyncGenerator<string[]> {
  return pages(
    client,
    'select id from customer where company_id = $1 and id > $2 order by id limit $3',
    companyId,
    size,
  );
}

/** The same of all calls that are or were linked. */
export function linkedCallPages(
  client: Queryable,
  companyId: string,
  size: number,
): AsyncGenerator<string[]> {
  return pages(
    client,
    'select distinct call_id as id from identity_link where company_id = $1 and call_id > $2 order by call_id limit $3',
    companyId,
    size,
  );
}

async function* pages(
  client: Queryable,
  sql: string,
  companyId: string,
  size: number,
): AsyncGenerator<string[]> {
  let last = first;
  for (;;) {
    const { rows } = await client.query<{ id: string }>(sql, [companyId, last, size]);
    if (rows.length === 0) return;
    yield rows.map(({ id }) => id);
    last = rows.at(-1)!.id;
  }
}
