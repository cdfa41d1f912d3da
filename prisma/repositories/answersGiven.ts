import type { Queryable } from '../queryable.ts';

/**
 * Whether anything was answered or learned from a company's histories. A fact that only then is said to have been known
 * before was seen by none of it. Linking does not count: a first load of several files goes on while its calls are linked.
 */
export async function answersGiven(client: Queryable, companyId: string): Promise<boolean> {
  const { rows } = await client.query<{ given: boolean }>(
    `select exists (select 1 from prediction where company_id = $1 and task <> 'linking')
       or exists (select 1 from model_version where company_id = $1 and task <> 'linking') as given`,
    [companyId],
  );
  return rows[0]!.given;
}
