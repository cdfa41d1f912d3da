import type { SubjectType } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import type { ErasedPerson } from './erasedPerson.ts';

/** Notes the ids that are being erased: from now on no dataset and no score holds them. */
export async function noteErasure(
  client: Queryable,
  person: ErasedPerson,
  note: { receiptId: string; actor: string; now: Date },
): Promise<void> {
  const { companyId, customers, leads, calls } = person;
  for (const [type, ids] of Object.entries({ customer: customers, lead: leads, call: calls }))
    await client.query(
      `insert into erasure (company_id, subject_type, subject_id, actor, recorded_at, receipt_id)
       select $1, $2::subject_type, id, $4, $5, $6 from unnest($3::uuid[]) id
       on conflict (company_id, subject_type, subject_id) do update set receipt_id = excluded.receipt_id`,
      [companyId, type, ids, note.actor, note.now, note.receiptId],
    );
}

/** Whom a receipt is about, as long as anything of them may be left. */
export async function notedPerson(
  client: Queryable,
  companyId: string,
  receiptId: string,
): Promise<ErasedPerson> {
  const { rows } = await client.query<{ type: SubjectType; ids: string[] }>(
    `select subject_type as type, array_agg(subject_id::text) as ids from erasure
     where company_id = $1 and receipt_id = $2 group by subject_type`,
    [companyId, receiptId],
  );
  const of = (wanted: SubjectType) => rows.find(({ type }) => type === wanted)?.ids ?? [];
  return {
    companyId,
    customers: of('customer'),
    leads: of('lead'),
    calls: of('call'),
    appointments: [],
    interactions: [],
  };
}

/** Nothing of the person is left: their ids need not be known any more. */
export async function forgetErasure(client: Queryable, companyId: string, receiptId: string): Promise<void> {
  await client.query('delete from erasure where company_id = $1 and receipt_id = $2', [companyId, receiptId]);
}

/** Customers whose erasure was asked for, and who are there still. */
export async function erasuresToBegin(
  client: Queryable,
): Promise<{ companyId: string; customerId: string; actor: string }[]> {
  const { rows } = await client.query<{ companyId: string; customerId: string; actor: string }>(
    `select company_id as "companyId", subject_id as "customerId", actor from erasure
     where subject_type = 'customer' and receipt_id is null order by recorded_at, subject_id`,
  );
  return rows;
}

/** Which of some customers or leads are being erased. */
export async function erasedAmong(
  client: Queryable,
  companyId: string,
  subjectType: SubjectType,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select subject_id::text as id from erasure
       where company_id = $1 and subject_type = $2::subject_type and subject_id = any($3::uuid[])`,
    [companyId, subjectType, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
