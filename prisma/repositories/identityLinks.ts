import { uuid } from '../../base/uuid.ts';
import type { LinkSource } from '../generated/enums.ts';
import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

/** Which customer a call belonged to, as known in [recordedAt, retractedAt). */
export interface IdentityLinkRecord {
  readonly id: string;
  readonly companyId: string;
  readonly callId: string;
  readonly customerId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
  readonly source: LinkSource;
  readonly probability: number | null;
  readonly predictionId: string | null;
  readonly correctionId: string | null;
}

const columns = `id, company_id as "companyId", call_id as "callId", customer_id as "customerId",
  occurred_at as "occurredAt", recorded_at as "recordedAt", retracted_at as "retractedAt", source, probability,
  prediction_id as "predictionId", correction_id as "correctionId"`;

/** The link of a call that is known now; null: none. */
export async function standingLink(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<IdentityLinkRecord | null> {
  const { rows } = await prepared<IdentityLinkRecord>(
    client,
    `select ${columns} from identity_link
     where company_id = $1 and call_id = $2 and retracted_at is null
     order by recorded_at desc, id desc limit 1`,
    [companyId, callId],
  );
  return rows[0] ?? null;
}

/** Every link the call ever had, oldest knowledge first. */
export async function linkHistory(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<IdentityLinkRecord[]> {
  const { rows } = await client.query<IdentityLinkRecord>(
    `select ${columns} from identity_link where company_id = $1 and call_id = $2 order by recorded_at, id`,
    [companyId, callId],
  );
  return rows;
}

export async function insertLink(
  client: Queryable,
  link: Omit<IdentityLinkRecord, 'id' | 'occurredAt'>,
): Promise<IdentityLinkRecord> {
  const { rows } = await prepared<IdentityLinkRecord>(
    client,
    `insert into identity_link (id, company_id, call_id, customer_id, occurred_at, recorded_at, retracted_at, source,
       probability, prediction_id, correction_id)
     select $1, $2, $3, $4, call.occurred_at, $5, $6, $7::link_source, $8, $9, $10
     from call where call.company_id = $2 and call.id = $3
     returning ${columns}`,
    [
      uuid(),
      link.companyId,
      link.callId,
      link.customerId,
      link.recordedAt,
      link.retractedAt,
      link.source,
      link.probability,
      link.predictionId,
      link.correctionId,
    ],
  );
  return rows[0]!;
}

/** The link is known no longer from `retractedAt` on; an earlier retraction stands. */
export async function retractLink(client: Queryable, id: string, retractedAt: Date): Promise<void> {
  await client.query(
    `update identity_link set retracted_at = greatest(recorded_at, least(retracted_at, $2)) where id = $1`,
    [id, retractedAt],
  );
}

/** Calls whose link of now is one of the customers'; newest first, at most `limit`. */
export async function linkedCalls(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
  options: { readonly automaticSince?: Date; readonly limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select call_id as id from identity_link
     where company_id = $1 and customer_id = any($2::uuid[]) and retracted_at is null
       and ($3::timestamptz is null or (source in ('model', 'fallback') and recorded_at >= $3))
     order by recorded_at desc, id limit $4`,
    [companyId, customerIds, options.automaticSince ?? null, options.limit],
  );
  return rows.map(({ id }) => id);
}

/** The call for which a temporary customer was made; null: none. */
export async function callOfTemporary(
  client: Queryable,
  companyId: string,
  customerId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select call_id as id from identity_link
     where company_id = $1 and customer_id = $2 and source = 'provisional' order by recorded_at, id limit 1`,
    [companyId, customerId],
  );
  return rows[0]?.id ?? null;
}

/** The temporary customer that was made for a call; null: none. */
export async function temporaryOfCall(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<string | null> {
  const { rows } = await prepared<{ id: string }>(
    client,
    `select customer_id as id from identity_link
     where company_id = $1 and call_id = $2 and source = 'provisional' order by recorded_at, id limit 1`,
    [companyId, callId],
  );
  return rows[0]?.id ?? null;
}
