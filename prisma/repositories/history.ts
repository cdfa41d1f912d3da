import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import { mergedAttributes, type SourcedAttributes } from './attributeSources.ts';
import type {
  AppointmentFact,
  CallFact,
  Entity,
  Fact,
  HistoryRecord,
  InteractionFact,
  LeadFact,
  OutcomeFact,
  Scalar,
  TransactionFact,
} from './historyRecord.ts';

interface Core {
  readonly id: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/** A fact with the entity it belongs to. */
type Owned<F> = F & { readonly owner: string };

/** Whole milliseconds, rounded up: a fact must not become known earlier by rounding. */
const ms = (column: string) => `ceil(extract(epoch from ${column}) * 1000)::float8`;

/**
 * Identity and times of a fact `f` that is its owner's from `o.since` to `o.until`; `retracted`: when the fact itself
 * was taken back. Whatever is unbounded is null.
 */
const fact = (id = 'f.id', retracted = 'null::timestamptz', recorded = 'f.recorded_at') =>
  `o.owner::text as owner, ${id}::text as id, ${ms('f.occurred_at')} as "occurredAt",
   ${ms(`greatest(${recorded}, o.since)`)} as "recordedAt", ${ms(`least(${retracted}, o.until)`)} as "retractedAt"`;
const order = 'order by owner, "occurredAt", id, "recordedAt"';

/** Who was known to be behind leads, and from when until when; `leads`: a query for their ids. */
const peopleBehind = (leads: string) =>
  `select lead_id, customer_id, recorded_at as since,
     lead(recorded_at) over (partition by lead_id order by recorded_at) as until
   from (
     select v.lead_id, v.customer_id, v.recorded_at,
       lag(v.customer_id) over (partition by v.lead_id order by v.recorded_at) as before
     from lead_version v where v.company_id = $1 and v.lead_id in (${leads})
   ) version where customer_id is distinct from before`;

/** Who asks for facts as a whole, with no bounds of time. */
const asked =
  'select id as owner, null::timestamptz as since, null::timestamptz as until from unnest($2::uuid[]) id';

/**
 * The people of `base` (owner, customer, since, until) and, while they are known to be one with them, everybody who is
 * merged into them. A chain of merges holds while all of it does, so that merges of different times make no circle.
 */
const withMerged = (base: string) =>
  `with recursive owners as (
     ${base}
     union all
     select o.owner, m.customer_id, greatest(o.since, m.recorded_at), least(o.until, m.retracted_at)
     from owners o join customer_merge m on m.company_id = $1 and m.into_id = o.customer
     where greatest(o.since, m.recorded_at) < coalesce(least(o.until, m.retracted_at), 'infinity')
   )`;

/**
 * `owners` maps each entity to the people whose facts count: a customer is that person; a lead brings the
 * facts of the customer behind it, while there is one.
 */
const owners: Readonly<Record<Entity, string>> = {
  customer: withMerged(`select owner, owner as customer, since, until from (${asked}) asked`),
  lead: withMerged(`select lead_id as owner, customer_id as customer, since, until
           from (${peopleBehind('select unnest($2::uuid[])')}) behind where customer_id is not null`),
};

/**
 * Facts that hang on a customer, a lead or both. A customer has those of their leads; a lead has its own and those
 * of the person behind it that concern no other lead. Two indexed joins: one with `or` would scan.
 */
function ofPersonOrLead(entity: Entity, facts: string, columns: string): string {
  return entity === 'customer'
    ? `select ${columns} from owners o join ${facts} f on f.company_id = $1 and f.customer_id = o.customer union all
       select ${columns} from (
         select customer_id as owner, lead_id, since, until from (${peopleBehind(
           'select lead_id from lead_version where company_id = $1 and customer_id = any($2::uuid[])',
         )}) behind where customer_id = any($2::uuid[])
       ) o join ${facts} f on f.company_id = $1 and f.lead_id = o.lead_id
         and not exists (select 1 from owners own where own.owner = o.owner and own.customer = f.customer_id)`
    : `select ${columns} from (${asked}) o join ${facts} f on f.company_id = $1 and f.lead_id = o.owner union all
       select ${columns} from owners o join ${facts} f
         on f.company_id = $1 and f.customer_id = o.customer and f.lead_id is null`;
}

/** Each version of an appointment with when the next one took its place. */
const appointmentVersions = `(
  select v.*, a.occurred_at, (
    select min(n.recorded_at) from appointment_version n
    where n.appointment_id = v.appointment_id and n.recorded_at > v.recorded_at
  ) as replaced_at
  from appointment_version v join appointment a on a.company_id = v.company_id and a.id = v.appointment_id
)`;

/** One subject is read again and again in serving; for many a plan that knows how many is worth its time. */
async function select<R>(client: Queryable, text: string, values: [string, readonly string[]]): Promise<R[]> {
  const { rows } =
    values[1].length === 1 ? await prepared(client, text, values) : await client.query(text, values);
  return rows as R[];
}

/** Facts of one owner; both lists are in owner order, so one walk over each suffices. */
function grouped<F extends Fact>(facts: readonly Owned<F>[]): Map<string, F[]> {
  const groups = new Map<string, F[]>();
  for (const { owner, ...rest } of facts) {
    const group = groups.get(owner);
    if (group) group.push(rest as unknown as F);
    else groups.set(owner, [rest as unknown as F]);
  }
  return groups;
}

function scalars(attributes: unknown): Readonly<Record<string, Scalar>> {
  if (attributes === null || typeof attributes !== 'object') return {};
  return Object.fromEntries(
    Object.entries(attributes as Record<string, unknown>).filter(
      (entry): entry is [string, Scalar] => entry[1] === null || typeof entry[1] !== 'object',
    ),
  );
}

/**
 * The histories of some customers or leads of one company, in id order; unknown ids are left out. Everything
 * recorded is returned, whenever it became known. One query per source, however many ids.
 */
export async function loadHistories(
  client: Queryable,
  companyId: string,
  entity: Entity,
  ids: readonly string[],
): Promise<HistoryRecord[]> {
  const values: [string, readonly string[]] = [companyId, ids];
  const from = owners[entity];
  // One after the other: a transaction has one connection.
  const cores = await select<Core>(
    client,
    `select id::text, ${ms('occurred_at')} as "occurredAt", ${ms('recorded_at')} as "recordedAt"
       from ${entity} where company_id = $1 and id = any($2::uuid[]) order by id`,
    values,
  );
  if (cores.length === 0) return [];
  const leadVersions =
    entity === 'customer'
      ? []
      : await select<Owned<LeadFact>>(
          client,
          `select v.lead_id::text as owner, v.lead_id::text as id, ${ms('l.occurred_at')} as "occurredAt",
               ${ms('v.recorded_at')} as "recordedAt",
               ${ms('lead(v.recorded_at) over (partition by v.lead_id order by v.recorded_at)')} as "retractedAt",
               v.source, v.value, v.customer_id::text as "customerId"
             from lead_version v join lead l on l.company_id = v.company_id and l.id = v.lead_id
             where v.company_id = $1 and v.lead_id = any($2::uuid[]) ${order}`,
          values,
        );
  const transactions = await select<Owned<TransactionFact>>(
    client,
    `${from} select ${fact()}, f.amount, f.product from owners o
       join "transaction" f on f.company_id = $1 and f.customer_id = o.customer ${order}`,
    values,
  );
  const calls = await select<Owned<CallFact>>(
    client,
    `${from} select ${fact('f.id', 'k.retracted_at', 'greatest(f.recorded_at, k.recorded_at)')},
         f.duration_seconds as "durationSeconds", f.service, coalesce(k.probability, 1) as "linkProbability"
       from owners o join identity_link k on k.company_id = $1 and k.customer_id = o.customer
       join call f on f.id = k.call_id ${order}`,
    values,
  );
  const appointments = await select<Owned<AppointmentFact>>(
    client,
    `${from} ${ofPersonOrLead(
      entity,
      appointmentVersions,
      `${fact('f.appointment_id', 'f.replaced_at')}, f.service, f.status, ${ms('f.scheduled_at')} as "scheduledAt"`,
    )} ${order}`,
    values,
  );
  const interactions = await select<Owned<InteractionFact>>(
    client,
    `${from} ${ofPersonOrLead(
      entity,
      'interaction',
      `${fact()}, f.lead_id::text as "leadId", f.action, f.direction, f.propensity,
       f.prediction_id::text as "predictionId"`,
    )} ${order}`,
    values,
  );
  const outcomes = await select<Owned<OutcomeFact>>(
    client,
    `select ${fact('f.id', 'f.retracted_at')}, f.kind, f.value, f.interaction_id::text as "interactionId",
         f.prediction_id::text as "predictionId"
       from (${asked}) o join outcome f on f.company_id = $1 and f.subject_type = '${entity}' and f.subject_id = o.owner
       ${order}`,
    values,
  );
  const attributes = await select<Owned<SourcedAttributes>>(
    client,
    `select ${fact()}, f.attributes, f.source from (${asked}) o
       join attribute_snapshot f on f.company_id = $1 and f.subject_type = '${entity}' and f.subject_id = o.owner
       ${order}`,
    values,
  );
  const by = {
    leadVersions: grouped(leadVersions),
    transactions: grouped(transactions),
    calls: grouped(calls),
    appointments: grouped(appointments),
    interactions: grouped(interactions),
    outcomes: grouped(outcomes),
    attributes: grouped(attributes),
  };
  return cores.map(({ id, occurredAt, recordedAt }) => ({
    entity,
    id,
    occurredAt,
    recordedAt,
    leadVersions: by.leadVersions.get(id) ?? [],
    transactions: by.transactions.get(id) ?? [],
    calls: by.calls.get(id) ?? [],
    appointments: by.appointments.get(id) ?? [],
    interactions: by.interactions.get(id) ?? [],
    outcomes: by.outcomes.get(id) ?? [],
    attributes: mergedAttributes(
      (by.attributes.get(id) ?? []).map((snapshot) => ({
        ...snapshot,
        attributes: scalars(snapshot.attributes),
      })),
    ),
  }));
}

/** The history of one customer or lead; undefined: the company has none of that id. */
export async function loadHistory(
  client: Queryable,
  companyId: string,
  entity: Entity,
  id: string,
): Promise<HistoryRecord | undefined> {
  return (await loadHistories(client, companyId, entity, [id]))[0];
}

/**
 * The histories of all customers (merged and erased ones left out) or all leads of a company, in id order, `pageSize`
 * in memory at a time. Give it the client of a repeatable-read transaction for one consistent picture.
 */
export async function* streamHistories(
  client: Queryable,
  companyId: string,
  entity: Entity,
  pageSize = 1000,
): AsyncGenerator<HistoryRecord> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await client.query<{ id: string }>(
      `select id::text from ${entity} where company_id = $1 and id > $2::uuid
         ${entity === 'customer' ? "and status <> 'merged'" : ''}
         and not exists (select 1 from erasure e where e.company_id = $1
           and e.subject_type = '${entity}' and e.subject_id = ${entity}.id)
         order by id limit $3`,
      [companyId, after, pageSize],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield* await loadHistories(
      client,
      companyId,
      entity,
      rows.map(({ id }) => id),
    );
    after = last.id;
  }
}
