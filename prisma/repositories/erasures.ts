import { appendOutbox } from '../outbox.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity } from './historyRecord.ts';

/** The customer $2 of the company $1 and everybody merged into them. */
const person = `person as (
  select id from customer where company_id = $1 and id = $2
  union select c.id from customer c join person p on c.company_id = $1 and c.merged_into_id = p.id
)`;

/**
 * Records that a person is to be erased: the customer, everybody merged into them, and every lead that has ever been
 * known to be theirs. Vectors of calls that are or were linked to them are deleted at once: of biometric data rather too
 * much than too little. To be called within a transaction. Asking again changes nothing else.
 * @returns how many customers and leads no dataset will hold from now on that could before, and how many vectors there were
 */
export async function recordErasure(
  client: Queryable,
  request: { companyId: string; customerId: string; actor: string; now: Date },
): Promise<{ customers: number; leads: number; embeddings: number }> {
  const { companyId, customerId, actor, now } = request;
  const { rows } = await client.query<{ subjectType: Entity }>(
    `with recursive ${person}, subject as (
       select 'customer'::subject_type as type, id from person
       union select 'lead'::subject_type, lead_id from lead_version
         where company_id = $1 and customer_id in (select id from person)
       union select 'lead'::subject_type, id from lead
         where company_id = $1 and customer_id in (select id from person)
     )
     insert into erasure (company_id, subject_type, subject_id, actor, recorded_at)
       select $1, type, id, $3, $4 from subject on conflict do nothing
       returning subject_type as "subjectType"`,
    [companyId, customerId, actor, now],
  );
  const leads = rows.filter(({ subjectType }) => subjectType === 'lead').length;
  const embeddings = await eraseEmbeddings(client, request);
  return { customers: rows.length - leads, leads, embeddings };
}

/** Deletes the vectors of every call that is or was the person's, and lets every process know. */
async function eraseEmbeddings(
  client: Queryable,
  { companyId, customerId, now }: { companyId: string; customerId: string; now: Date },
): Promise<number> {
  const { rows } = await client.query<{ callId: string }>(
    `with recursive ${person}
     update call_embedding e set direction = '{}', withdrawn_at = $3
     where e.company_id = $1 and e.withdrawn_at is null and e.call_id in (
       select call_id from identity_link where company_id = $1 and customer_id in (select id from person))
     returning e.call_id as "callId"`,
    [companyId, customerId, now],
  );
  for (const callId of new Set(rows.map((row) => row.callId)))
    await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
  return rows.length;
}

/** Which of some customers or leads are to be erased. */
export async function erasedAmong(
  client: Queryable,
  companyId: string,
  subjectType: Entity,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    `select subject_id::text as id from erasure
       where company_id = $1 and subject_type = $2::subject_type and subject_id = any($3::uuid[])`,
    [companyId, subjectType, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
