import type { IdentifierKind, LinkSource } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** Which facts to read: all of a company's, or those of some customers or calls. */
export interface FactScope {
  readonly customerIds?: readonly string[];
  readonly callIds?: readonly string[];
  /** Facts that became known later are left out. */
  readonly until?: Date;
}

export interface CustomerFact {
  readonly customerId: string;
  /** Made for a caller nobody knew. */
  readonly provisional: boolean;
  /** When a provisional customer became one in its own right; null: not yet. */
  readonly promotedAt: Date | null;
  readonly recordedAt: Date;
}

/** A customer was known to be another in [recordedAt, retractedAt). */
export interface MergeFact {
  readonly customerId: string;
  readonly intoId: string;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

export interface IdentifierFact {
  readonly customerId: string;
  readonly kind: IdentifierKind;
  readonly normalized: string;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

export interface LinkFact {
  readonly callId: string;
  readonly customerId: string;
  readonly source: LinkSource;
  readonly occurredAt: Date;
  readonly service: string | null;
  readonly claims: Readonly<Record<string, string | null | undefined>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** When both the call and its link were known. */
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

/** A version of an appointment that is a customer's, or was until then. */
export interface AppointmentFact {
  readonly appointmentId: string;
  /** Null: it is nobody's any more. */
  readonly customerId: string | null;
  /** Whose it was by the version before. */
  readonly formerCustomerId: string | null;
  readonly scheduledAt: Date;
  readonly service: string | null;
  readonly status: string;
  readonly recordedAt: Date;
}

const noLimit = '9999-01-01';

export async function customerFacts(
  client: Queryable,
  companyId: string,
  { customerIds, until }: FactScope,
): Promise<CustomerFact[]> {
  const { rows } = await client.query<CustomerFact>(
    `select id as "customerId", provisional, promoted_at as "promotedAt", recorded_at as "recordedAt" from customer
     where company_id = $1 and ($2::uuid[] is null or id = any($2)) and recorded_at <= $3 order by recorded_at, id`,
    [companyId, customerIds ?? null, until ?? noLimit],
  );
  return rows;
}

export async function mergeFacts(
  client: Queryable,
  companyId: string,
  { customerIds, until }: FactScope,
): Promise<MergeFact[]> {
  const { rows } = await client.query<MergeFact>(
    `select customer_id as "customerId", into_id as "intoId", recorded_at as "recordedAt", retracted_at as "retractedAt"
     from customer_merge
     where company_id = $1 and ($2::uuid[] is null or customer_id = any($2)) and recorded_at <= $3
     order by recorded_at, id`,
    [companyId, customerIds ?? null, until ?? noLimit],
  );
  return rows;
}

export async function identifierFacts(
  client: Queryable,
  companyId: string,
  { customerIds, until }: FactScope,
): Promise<IdentifierFact[]> {
  const { rows } = await client.query<IdentifierFact>(
    `select customer_id as "customerId", kind, normalized, parts, recorded_at as "recordedAt",
       retracted_at as "retractedAt" from customer_identifier
     where company_id = $1 and ($2::uuid[] is null or customer_id = any($2)) and recorded_at <= $3
     order by recorded_at, id`,
    [companyId, customerIds ?? null, until ?? noLimit],
  );
  return rows;
}

export async function linkFacts(
  client: Queryable,
  companyId: string,
  { callIds, until }: FactScope,
): Promise<LinkFact[]> {
  const { rows } = await client.query<LinkFact>(
    `select l.call_id as "callId", l.customer_id as "customerId", l.source, c.occurred_at as "occurredAt", c.service,
       c.claims, c.attributes, greatest(l.recorded_at, c.recorded_at) as "recordedAt", l.retracted_at as "retractedAt"
     from identity_link l join call c on c.company_id = l.company_id and c.id = l.call_id
     where l.company_id = $1 and ($2::uuid[] is null or l.call_id = any($2)) and l.recorded_at <= $3
       and c.recorded_at <= $3
     order by l.recorded_at, l.id`,
    [companyId, callIds ?? null, until ?? noLimit],
  );
  return rows;
}

export async function appointmentFacts(
  client: Queryable,
  companyId: string,
  { customerIds, until }: FactScope,
): Promise<AppointmentFact[]> {
  const { rows } = await client.query<AppointmentFact>(
    `select * from (
       select appointment_id as "appointmentId", customer_id as "customerId",
         lag(customer_id) over (partition by appointment_id order by recorded_at) as "formerCustomerId",
         scheduled_at as "scheduledAt", service, status, recorded_at as "recordedAt"
       from appointment_version
       where company_id = $1 and recorded_at <= $3 and ($2::uuid[] is null or appointment_id in (
         select appointment_id from appointment_version where company_id = $1 and customer_id = any($2)))
     ) version where "customerId" is not null or "formerCustomerId" is not null
     order by "recordedAt", "appointmentId"`,
    [companyId, customerIds ?? null, until ?? noLimit],
  );
  return rows;
}

/** What was claimed in the newest calls that are known for sure to be the customers' (at most 1000). */
export async function confirmedClaims(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<LinkFact['claims'][]> {
  const { rows } = await client.query<Pick<LinkFact, 'claims'>>(
    `select c.claims from identity_link l join call c on c.company_id = l.company_id and c.id = l.call_id
     where l.company_id = $1 and l.customer_id = any($2::uuid[]) and l.retracted_at is null
       and l.source not in ('model', 'fallback')
     order by l.recorded_at desc, l.id limit 1000`,
    [companyId, customerIds],
  );
  return rows.map(({ claims }) => claims);
}
