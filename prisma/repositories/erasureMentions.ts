import type { Queryable } from '../queryable.ts';

/** A stored JSON value that names somebody among others. */
export interface Mention {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** JSON columns in which answers and questions about others may name a customer as a candidate. */
const naming = {
  prediction: { columns: ['features', 'result'], only: `and task = 'linking'` },
  review_task: { columns: ['candidates'], only: '' },
} as const;

export type NamingTable = keyof typeof naming;

export const namingTables = Object.keys(naming) as NamingTable[];

/** Rows of a table that name one of the customers; every row of the company is read. */
export async function rowsNaming(
  client: Queryable,
  companyId: string,
  table: NamingTable,
  customers: readonly string[],
): Promise<Mention[]> {
  const { columns, only } = naming[table];
  const named = columns.map((column) => `${column}::text like any($2)`).join(' or ');
  const { rows } = await client.query<Mention>(
    `select id::text, jsonb_build_object(${columns.map((column) => `'${column}', ${column}`).join(', ')}) as values
     from ${table} where company_id = $1 ${only} and (${named})`,
    [companyId, customers.map((id) => `%${id}%`)],
  );
  return rows;
}

export async function rewriteRow(client: Queryable, table: NamingTable, row: Mention): Promise<void> {
  const names = Object.keys(row.values);
  await client.query(
    `update ${table} set ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')} where id = $1`,
    [row.id, ...Object.values(row.values).map((value) => JSON.stringify(value))],
  );
}

/**
 * Of audit entries about the ids, or that name them, who did what when stays: ids are replaced by their hashes, details
 * emptied. Returns how many.
 */
export async function redactAudit(
  client: Queryable,
  companyId: string,
  hashes: ReadonlyMap<string, string>,
): Promise<number> {
  const { rowCount } = await client.query(
    `update audit_log a set subject = coalesce(h.hash, a.subject), detail = '{}'
     from audit_log b left join unnest($2::text[], $3::text[]) h(id, hash) on h.id = b.subject
     where a.id = b.id and b.company_id = $1 and (h.id is not null or $2 && (
       select array_agg(m[1]) from regexp_matches(b.detail::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') m))`,
    [companyId, [...hashes.keys()], [...hashes.values()]],
  );
  return rowCount ?? 0;
}

/** Status of a stored answer that is not known any more. */
export const answerErased = 410;

/**
 * Empties answers kept for repeated requests that hold one of the texts; a repeated request is still not done again.
 * Returns how many.
 */
export async function redactAnswers(
  client: Queryable,
  companyId: string,
  texts: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(
    `update idempotency_key set status = ${answerErased}, body = 'null'
     where company_id = $1 and body::text like any($2)`,
    [companyId, texts.map((text) => `%${JSON.stringify(text).replace(/[\\%_]/g, '\\$&')}%`)],
  );
  return rowCount ?? 0;
}
