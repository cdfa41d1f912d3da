import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import type {
  AppointmentFact,
  AttributeFact,
  CallFact,
  Entity,
  Fact,
  HistoryRecord,
  InteractionFact,
  OutcomeFact,
  Scalar,
  TransactionFact,
} from './historyRecord.ts';

interface Core {
  readonly id: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly source: string | null;
  readonly value: number | null;
  readonly customerId: string | null;
}

/** A fact with the entity it belongs to. */
type Owned<F> = F & { readonly owner: string };

/** Whole milliseconds, rounded up: a fact must not become known earlier by rounding. */
const ms = (column: string) => `ceil(extract(epoch from ${column}) * 1000)::float8`;
const times = (table: string) =>
  `${ms(`${table}.occurred_at`)} as "occurredAt", ${ms(`${table}.recorded_at`)} as "recordedAt"`;
const fact = (table: string) => `${table}.id::text, ${times(table)}, null::float8 as "retractedAt"`;
const order = 'order by owner, "occurredAt", id';

/**
 * `owners` maps each entity to the person whose facts count: a customer is that person; a lead brings the
 * facts of the customer behind it, if there is one.
 */
const owners: Readonly<Record<Entity, string>> = {
  customer: `with owners as (select unnest($2::uuid[]) as owner, unnest($2::uuid[]) as customer)`,
  lead: `with owners as (select l.id as owner, l.customer_id as customer from lead l
           where l.company_id = $1 and l.id = any($2::uuid[]))`,
};

/**
 * Facts that hang on a customer, a lead or both. A customer has those of all their leads; a lead has its own
 * and those of the person behind it that concern no other lead. Two indexed joins: one with `or` would scan.
 */
function ofPersonOrLead(entity: Entity, table: string, columns: string): string {
  const select = `select o.owner::text as owner, ${columns} from owners o`;
  return entity === 'customer'
    ? `${select} join ${table} f on f.company_id = $1 and f.customer_id = o.customer union
       ${select} join lead l on l.company_id = $1 and l.customer_id = o.owner
         join ${table} f on f.company_id = $1 and f.lead_id = l.id`
    : `${select} join ${table} f on f.company_id = $1 and f.lead_id = o.owner union
       ${select} join ${table} f on f.company_id = $1 and f.customer_id = o.customer and f.lead_id is null`;
}

const selectCore: Readonly<Record<Entity, string>> = {
  customer: `select c.id::text, ${times('c')}, null as source, null::float8 as value, null as "customerId"
    from customer c where c.company_id = $1 and c.id = any($2::uuid[]) order by c.id`,
  lead: `select l.id::text, ${times('l')}, l.source, l.value, l.customer_id::text as "customerId"
    from lead l where l.company_id = $1 and l.id = any($2::uuid[]) order by l.id`,
};

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
  const own = `o.owner::text as owner`;
  // One after the other: a transaction has one connection.
  const cores = await select<Core>(client, selectCore[entity], values);
  if (cores.length === 0) return [];
  const transactions = await select<Owned<TransactionFact>>(
    client,
    `${from} select ${own}, ${fact('f')}, f.amount, f.product from owners o
       join "transaction" f on f.company_id = $1 and f.customer_id = o.customer ${order}`,
    values,
  );
  const calls = await select<Owned<CallFact>>(
    client,
    `${from} select ${own}, f.id::text, ${ms('f.occurred_at')} as "occurredAt",
         ${ms('greatest(f.recorded_at, k.recorded_at)')} as "recordedAt", ${ms('k.retracted_at')} as "retractedAt",
         f.duration_seconds as "durationSeconds", f.service, coalesce(k.probability, 1) as "linkProbability"
       from owners o join identity_link k on k.company_id = $1 and k.customer_id = o.customer
       join call f on f.id = k.call_id ${order}`,
    values,
  );
  const appointments = await select<Owned<AppointmentFact>>(
    client,
    `${from} ${ofPersonOrLead(
      entity,
      'appointment',
      `${fact('f')}, f.service, f.status, ${ms('f.scheduled_at')} as "scheduledAt"`,
    )} ${order}`,
    values,
  );
  const interactions = await select<Owned<InteractionFact>>(
    client,
    `${from} ${ofPersonOrLead(
      entity,
      'interaction',
      `${fact('f')}, f.lead_id::text as "leadId", f.action, f.direction, f.propensity,
       f.prediction_id::text as "predictionId"`,
    )} ${order}`,
    values,
  );
  const outcomes = await select<Owned<OutcomeFact>>(
    client,
    `select f.subject_id::text as owner, ${fact('f')}, f.kind, f.value, f.interaction_id::text as "interactionId",
         f.prediction_id::text as "predictionId"
       from outcome f where f.company_id = $1 and f.subject_type = '${entity}' and f.subject_id = any($2::uuid[])
       ${order}`,
    values,
  );
  const attributes = await select<Owned<AttributeFact>>(
    client,
    `select f.subject_id::text as owner, ${fact('f')}, f.attributes
       from attribute_snapshot f
       where f.company_id = $1 and f.subject_type = '${entity}' and f.subject_id = any($2::uuid[]) ${order}`,
    values,
  );
  const by = {
    transactions: grouped(transactions),
    calls: grouped(calls),
    appointments: grouped(appointments),
    interactions: grouped(interactions),
    outcomes: grouped(outcomes),
    attributes: grouped(attributes),
  };
  return cores.map(({ id, occurredAt, recordedAt, source, value, customerId }) => ({
    entity,
    id,
    occurredAt,
    recordedAt,
    lead: entity === 'lead' ? { source, value, customerId } : null,
    transactions: by.transactions.get(id) ?? [],
    calls: by.calls.get(id) ?? [],
    appointments: by.appointments.get(id) ?? [],
    interactions: by.interactions.get(id) ?? [],
    outcomes: by.outcomes.get(id) ?? [],
    attributes: (by.attributes.get(id) ?? []).map((snapshot) => ({
      ...snapshot,
      attributes: scalars(snapshot.attributes),
    })),
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
 * The histories of all customers (merged ones left out) or all leads of a company, in id order, `pageSize`
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
         ${entity === 'customer' ? "and status <> 'merged'" : ''} order by id limit $3`,
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
