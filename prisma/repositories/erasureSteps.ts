import type { Queryable } from '../queryable.ts';
import type { ErasedPerson } from './erasedPerson.ts';

/** What is done to one table. Rows of the person go; rows of others lose what ties them to the person. */
export interface ErasureStep {
  readonly table: string;
  readonly effect: 'deleted' | 'redacted';
  /** {company} and {now}, and each list of ids of the person by its name in braces. */
  readonly sql: string;
}

const deleted = (table: string, where: string): ErasureStep => ({
  table,
  effect: 'deleted',
  sql: `delete from ${table} where company_id = {company} and (${where})`,
});
const redacted = (table: string, set: string, where: string): ErasureStep => ({
  table,
  effect: 'redacted',
  sql: `update ${table} set ${set} where company_id = {company} and (${where})`,
});
/** A column without the ids that are gone. */
const without = (column: string, list: string) =>
  `${column} = case when ${column} = any({${list}}) then null else ${column} end`;

const corrections = `(select id from link_correction
  where company_id = {company} and (call_id = any({calls}) or to_customer_id = any({customers})))`;
const subjects = (type: string, id: string) =>
  `${type} = 'customer' and ${id} = any({customers}) or ${type} = 'lead' and ${id} = any({leads})
   or ${type} = 'call' and ${id} = any({calls})`;
const anyId = '{customers} || {leads} || {calls}';

/** In an order in which no row is left pointing at one that has gone. */
export const erasureSteps: readonly ErasureStep[] = [
  // A number that others have as well is theirs still.
  deleted(
    'shared_identifier',
    `exists (select 1 from customer_identifier i where i.company_id = {company} and i.customer_id = any({customers})
       and i.kind = shared_identifier.kind and i.normalized = shared_identifier.normalized)
     and not exists (select 1 from customer_identifier i where i.company_id = {company}
       and i.customer_id <> all({customers})
       and i.kind = shared_identifier.kind and i.normalized = shared_identifier.normalized)`,
  ),
  deleted('outcome', subjects('subject_type', 'subject_id')),
  redacted('outcome', 'interaction_id = null', 'interaction_id = any({interactions})'),
  deleted('appointment_version', 'appointment_id = any({appointments})'),
  deleted('appointment', 'id = any({appointments})'),
  redacted(
    'appointment_version',
    `${without('customer_id', 'customers')}, ${without('lead_id', 'leads')}`,
    'customer_id = any({customers}) or lead_id = any({leads})',
  ),
  redacted(
    'appointment',
    `${without('lead_id', 'leads')}, ${without('call_id', 'calls')}`,
    'lead_id = any({leads}) or call_id = any({calls})',
  ),
  deleted('interaction', 'id = any({interactions})'),
  redacted('interaction', 'lead_id = null', 'lead_id = any({leads})'),
  deleted('lead_version', 'lead_id = any({leads})'),
  redacted('lead_version', 'customer_id = null', 'customer_id = any({customers})'),
  deleted('lead', 'id = any({leads})'),
  deleted('transaction', 'customer_id = any({customers})'),
  deleted('attribute_snapshot', subjects('subject_type', 'subject_id')),
  deleted('customer_identifier', 'customer_id = any({customers})'),
  deleted('evidence_change', 'customer_id = any({customers})'),
  deleted(
    'review_decision',
    `customer_id = any({customers}) or correction_id in ${corrections}
     or task_id in (select id from review_task where company_id = {company} and call_id = any({calls}))`,
  ),
  deleted('review_task', 'call_id = any({calls})'),
  deleted('customer_merge', 'customer_id = any({customers}) or into_id = any({customers})'),
  redacted('customer_merge', 'correction_id = null', `correction_id in ${corrections}`),
  deleted('call_embedding', 'call_id = any({calls})'),
  // Of biometric data rather too much than too little: also of calls that were only once taken for theirs.
  {
    table: 'call_embedding',
    effect: 'redacted',
    sql: `with emptied as (
       update call_embedding set direction = '{}', withdrawn_at = {now}
       where company_id = {company} and withdrawn_at is null and call_id in (
         select call_id from identity_link where company_id = {company} and customer_id = any({customers}))
       returning call_id
     ), told as (
       insert into outbox (company_id, topic, subject, recorded_at)
       select distinct {company}, 'link.changed', call_id::text, {now} from emptied
     ) select call_id from emptied`,
  },
  deleted('identity_link', 'call_id = any({calls}) or customer_id = any({customers})'),
  redacted('identity_link', 'correction_id = null', `correction_id in ${corrections}`),
  deleted('link_correction', 'call_id = any({calls}) or to_customer_id = any({customers})'),
  // What was said about the person there stands in the note, too.
  redacted('link_correction', 'from_customer_id = null, note = null', 'from_customer_id = any({customers})'),
  deleted('open_call_key', 'call_id = any({calls})'),
  deleted('resolution_request', 'call_id = any({calls})'),
  {
    table: 'exposure',
    effect: 'deleted',
    sql: `delete from exposure where company_id = {company} and unit_id = any(${anyId})`,
  },
  deleted('prediction', subjects('subject_type', 'subject_id')),
  redacted(
    'scoring_run',
    'last_subject_id = null, error = null',
    `finished_at is not null and (last_subject_id = any(${anyId})
       or exists (select 1 from unnest(${anyId}) id where strpos(error, id::text) > 0))`,
  ),
  deleted('call', 'id = any({calls})'),
  deleted('customer', 'id = any({customers})'),
];

/** Notices of changes still name the person: once everybody has read them they say no more than that something changed. */
export const noticeSteps: readonly ErasureStep[] = [
  redacted('outbox', `subject = '*'`, `subject = any((${anyId})::text[])`),
  redacted(
    'history_change',
    `source = 'company', fact_id = null, customer_id = null, lead_id = null`,
    `customer_id = any({customers}) or lead_id = any({leads}) or fact_id = any({calls})`,
  ),
];

/** How many rows of each table went, or lost something. */
export type RowCounts = Record<string, number>;

/** Does the steps, within the caller's transaction, and adds to the counts what they did. */
export async function takeSteps(
  client: Queryable,
  steps: readonly ErasureStep[],
  person: ErasedPerson,
  now: Date,
  counts: { readonly deleted: RowCounts; readonly redacted: RowCounts },
): Promise<void> {
  for (const { table, effect, sql } of steps) {
    const values: unknown[] = [];
    const text = sql.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'company') return `$${values.push(person.companyId)}::uuid`;
      if (name === 'now') return `$${values.push(now)}::timestamptz`;
      return `$${values.push(person[name as keyof ErasedPerson])}::uuid[]`;
    });
    const { rowCount } = await client.query(text, values);
    if (rowCount) counts[effect][table] = (counts[effect][table] ?? 0) + rowCount;
  }
}
