import type { IdentifierKind, LinkSource } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** One piece of identity evidence with the time in which it was known. */
export interface IdentifierEntry {
  readonly customerId: string;
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly normalized: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

/** One link of a call with where it came from, and who ended it. */
export interface LinkEntry {
  readonly callId: string;
  readonly callExternalId: string | null;
  readonly customerId: string;
  readonly source: LinkSource;
  readonly probability: number | null;
  readonly predictionId: string | null;
  /** Of the model that answered; null: a rule, a person or the source. */
  readonly modelVersion: number | null;
  readonly correctionId: string | null;
  /** Who made the correction it came from, and what they noted. */
  readonly reviewer: string | null;
  readonly note: string | null;
  /** When the call took place. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
  /** Who said otherwise, or took back what it came from; null: nobody did, or a model. */
  readonly retractedBy: string | null;
}

/** Everything the customers were ever known by, oldest knowledge first. */
export async function identifierEntries(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<IdentifierEntry[]> {
  const { rows } = await client.query<IdentifierEntry>(
    `select customer_id as "customerId", kind, value, normalized, occurred_at as "occurredAt",
       recorded_at as "recordedAt", retracted_at as "retractedAt"
     from customer_identifier where company_id = $1 and customer_id = any($2::uuid[]) order by recorded_at, id`,
    [companyId, customerIds],
  );
  return rows;
}

/** Every link calls ever had to the customers, oldest knowledge first. */
export async function linkEntries(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<LinkEntry[]> {
  const { rows } = await client.query<LinkEntry>(
    `select l.call_id as "callId", c.external_id as "callExternalId", l.customer_id as "customerId", l.source,
       l.probability, l.prediction_id as "predictionId", v.version as "modelVersion",
       l.correction_id as "correctionId", said.reviewer, said.note, l.occurred_at as "occurredAt",
       l.recorded_at as "recordedAt", l.retracted_at as "retractedAt", ended.reviewer as "retractedBy"
     from identity_link l
     join call c on c.company_id = l.company_id and c.id = l.call_id
     left join prediction p on p.company_id = l.company_id and p.id = l.prediction_id
     left join model_version v on v.company_id = l.company_id and v.id = p.model_version_id
     left join link_correction said on said.company_id = l.company_id and said.id = l.correction_id
     left join lateral (
       select reviewer from link_correction k
       where k.company_id = l.company_id and k.call_id = l.call_id
         and (k.recorded_at = l.retracted_at or k.undone_at = l.retracted_at)
       order by k.recorded_at desc, k.id desc limit 1
     ) ended on true
     where l.company_id = $1 and l.customer_id = any($2::uuid[]) order by l.recorded_at, l.id`,
    [companyId, customerIds],
  );
  return rows;
}

/** Logged answers -> the number of the model version that gave them; those of rules are left out. */
export async function modelVersionsOf(
  client: Queryable,
  companyId: string,
  predictionIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; version: number }>(
    `select p.id, v.version from prediction p
     join model_version v on v.company_id = p.company_id and v.id = p.model_version_id
     where p.company_id = $1 and p.id = any($2::uuid[])`,
    [companyId, predictionIds],
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}
