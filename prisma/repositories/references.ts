import type { SubjectType } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** The id a subject or interaction has here; null: the company has none of that name. */
export async function findByExternalId(
  client: Queryable,
  companyId: string,
  noun: SubjectType | 'interaction',
  externalId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from ${noun} where company_id = $1 and external_id = $2`,
    [companyId, externalId],
  );
  return rows[0]?.id ?? null;
}

/** Whether the company has a row with this internal id. */
export async function exists(
  client: Queryable,
  companyId: string,
  noun: SubjectType | 'interaction' | 'prediction',
  id: string,
): Promise<boolean> {
  const { rowCount } = await client.query(`select 1 from ${noun} where company_id = $1 and id = $2`, [
    companyId,
    id,
  ]);
  return rowCount === 1;
}
