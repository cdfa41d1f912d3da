import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import { mergedAttributes, type SourcedAttributes } from './attributeSources.ts';
import { asked, ofPersonOrLead, ownedLeads, owners } from './historyOwners.ts';
import type { Entity, Fact, HistoryRecord, Scalar } from './historyRecord.ts';

/** The lists of facts in a history. */
export type SourceName = {
  [S in keyof HistoryRecord]: HistoryRecord[S] extends readonly Fact[] ? S : never;
}[keyof HistoryRecord];

export type FactOf<S extends SourceName> = HistoryRecord[S][number];

/** Whole milliseconds, rounded up: a fact must not become known earlier by rounding. */
export const ms = (column: string) => `ceil(extract(epoch from ${column}) * 1000)::float8`;

/**
 * Identity and times of a fact `f` that is its owner's from `o.since` to `o.until`; `retracted`: when the fact itself
 * was taken back. Whatever is unbounded is null.
 */
const fact = (id = 'f.id', retracted = 'null::timestamptz', recorded = 'f.recorded_at') =>
  `o.owner::text as owner, ${id}::text as id, ${ms('f.occurred_at')} as "occurredAt",
   ${ms(`greatest(${recorded}, o.since)`)} as "recordedAt", ${ms(`least(${retracted}, o.until)`)} as "retractedAt"`;

/** Each version of an appointment with when the next one took its place. */
const appointmentVersions = `(
  select v.*, a.occurred_at, (
    select min(n.recorded_at) from appointment_version n
    where n.appointment_id = v.appointment_id and n.recorded_at > v.recorded_at
  ) as replaced_at
  from appointment_version v join appointment a on a.company_id = v.company_id and a.id = v.appointment_id
)`;

/** `which`: a condition on the ids of facts, by the column that holds them; empty: all. */
type Query = (entity: Entity, which: (id: string) => string) => string;

const queries: { readonly [S in SourceName]: Query } = {
  leadVersions: () =>
    `select v.lead_id::text as owner, v.lead_id::text as id, ${ms('l.occurred_at')} as "occurredAt",
       ${ms('v.recorded_at')} as "recordedAt",
       ${ms('lead(v.recorded_at) over (partition by v.lead_id order by v.recorded_at)')} as "retractedAt",
       v.source, v.value, v.customer_id::text as "customerId"
     from lead_version v join lead l on l.company_id = v.company_id and l.id = v.lead_id
     where v.company_id = $1 and v.lead_id = any($2::uuid[])`,
  transactions: (entity, which) =>
    `${owners[entity]} select ${fact()}, f.amount, f.product from owners o
       join "transaction" f on f.company_id = $1 and f.customer_id = o.customer${which('f.id')}`,
  calls: (entity, which) =>
    `${owners[entity]} select ${fact('f.id', 'k.retracted_at', 'greatest(f.recorded_at, k.recorded_at)')},
         f.duration_seconds as "durationSeconds", f.service, coalesce(k.probability, 1) as "linkProbability"
       from owners o join identity_link k on k.company_id = $1 and k.customer_id = o.customer${which('k.call_id')}
       join call f on f.id = k.call_id`,
  appointments: (entity, which) =>
    `${owners[entity]} ${ofPersonOrLead(
      entity,
      appointmentVersions,
      `${fact('f.appointment_id', 'f.replaced_at')}, f.service, f.status, ${ms('f.scheduled_at')} as "scheduledAt"`,
      which('f.appointment_id'),
    )}`,
  interactions: (entity, which) =>
    `${owners[entity]} ${ofPersonOrLead(
      entity,
      'interaction',
      `${fact()}, f.lead_id::text as "leadId", f.action, f.direction, f.propensity,
       f.prediction_id::text as "predictionId"`,
      which('f.id'),
    )}`,
  outcomes: (entity, which) => {
    const of = (people: string, type: Entity, subject: string) =>
      `select ${fact('f.id', 'f.retracted_at')}, f.kind, f.value, f.interaction_id::text as "interactionId",
         f.prediction_id::text as "predictionId"
       from ${people} o join outcome f on f.company_id = $1 and f.subject_type = '${type}'
         and f.subject_id = ${subject}${which('f.id')}`;
    // What became of a contact hangs on the lead it was about; customers have the answers as they have the contacts. Who
    // left is said of customers.
    return entity === 'customer'
      ? `${owners.customer} ${of('owners', 'customer', 'o.customer')}
         union all ${of(`(${ownedLeads})`, 'lead', `o.lead_id`)} and f.kind not in ('churned', 'retained')`
      : of(`(${asked})`, 'lead', 'o.owner');
  },
  attributes: (entity, which) => {
    const of = (people: string, subject: string) =>
      `select ${fact()}, f.attributes, f.source, ${subject}::text as person, ${ms('f.recorded_at')} as "toldAt"
       from ${people} o join attribute_snapshot f on f.company_id = $1 and f.subject_type = '${entity}'
         and f.subject_id = ${subject}${which('f.id')}`;
    return entity === 'customer'
      ? `${owners.customer} ${of('owners', 'o.customer')}`
      : of(`(${asked})`, 'o.owner');
  },
};

const order = 'order by owner, "occurredAt", id, "recordedAt"';

/** The facts of one source by owner, in time order; `factIds`: those alone, however many versions they have. */
export async function readSource<S extends SourceName>(
  client: Queryable,
  companyId: string,
  entity: Entity,
  source: S,
  ids: readonly string[],
  factIds?: readonly string[],
): Promise<Map<string, FactOf<S>[]>> {
  const text = `${queries[source](entity, (id) => (factIds ? ` and ${id} = any($3::uuid[])` : ''))} ${order}`;
  const values = factIds ? [companyId, ids, factIds] : [companyId, ids];
  // One subject is read again and again in serving; for many a plan that knows how many is worth its time.
  const { rows } = await (ids.length === 1 ? prepared(client, text, values) : client.query(text, values));
  const facts = grouped(rows as Owned<Fact>[]);
  if (source === 'attributes')
    for (const [owner, snapshots] of facts) facts.set(owner, merged(owner, snapshots as SourcedAttributes[]));
  return facts as Map<string, FactOf<S>[]>;
}

/** A fact with the entity it belongs to. */
type Owned<F> = F & { readonly owner: string };

function grouped(facts: readonly Owned<Fact>[]): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const { owner, ...rest } of facts) {
    const group = groups.get(owner);
    if (group) group.push(rest);
    else groups.set(owner, [rest]);
  }
  return groups;
}

const merged = (owner: string, snapshots: readonly SourcedAttributes[]) =>
  mergedAttributes(
    owner,
    snapshots.map((snapshot) => ({ ...snapshot, attributes: scalars(snapshot.attributes) })),
  );

function scalars(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, Scalar] => entry[1] === null || typeof entry[1] !== 'object',
    ),
  );
}
