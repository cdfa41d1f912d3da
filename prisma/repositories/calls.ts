import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

export interface CallRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly durationSeconds: number | null;
  readonly service: string | null;
  /** What the caller claimed to be, as heard; the shape of features/identity/claims.ts. */
  readonly claims: Readonly<Record<string, string | null | undefined>>;
  readonly transcript: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const columns = `id, company_id as "companyId", external_id as "externalId", occurred_at as "occurredAt",
  recorded_at as "recordedAt", duration_seconds as "durationSeconds", service, claims, transcript, attributes`;

export async function findCall(
  client: Queryable,
  companyId: string,
  by: { id: string } | { externalId: string },
): Promise<CallRecord | null> {
  const [condition, value] = 'id' in by ? ['id = $2', by.id] : ['external_id = $2', by.externalId];
  const { rows } = await prepared<CallRecord>(
    client,
    `select ${columns} from call where company_id = $1 and ${condition}`,
    [companyId, value],
  );
  return rows[0] ?? null;
}

/**
 * Inserts a call, or completes the one with the same external id: what the new delivery leaves out stays as
 * it was, and the moment it first became known stays too. Holds the call until the transaction ends.
 */
export async function upsertCall(
  client: Queryable,
  call: CallRecord,
): Promise<{ call: CallRecord; isNew: boolean }> {
  const { rows } = await prepared<CallRecord & { isNew: boolean }>(
    client,
    `insert into call as known (id, company_id, external_id, occurred_at, recorded_at, duration_seconds, service,
       claims, transcript, attributes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (company_id, external_id) do update set
       occurred_at = excluded.occurred_at,
       duration_seconds = coalesce(excluded.duration_seconds, known.duration_seconds),
       service = coalesce(excluded.service, known.service),
       claims = known.claims || excluded.claims,
       transcript = coalesce(excluded.transcript, known.transcript),
       attributes = known.attributes || excluded.attributes
     returning ${columns}, (known.xmax = 0) as "isNew"`,
    [
      call.id,
      call.companyId,
      call.externalId,
      call.occurredAt,
      call.recordedAt,
      call.durationSeconds,
      call.service,
      JSON.stringify(call.claims),
      call.transcript,
      JSON.stringify(call.attributes),
    ],
  );
  const { isNew, ...known } = rows[0]!;
  return { call: known, isNew };
}

/** Adds claims that were read out of the call's transcript, and the note in its attributes that says so. */
export async function addExtractedClaims(
  client: Queryable,
  call: CallRecord,
  claims: CallRecord['claims'],
  extracted: Readonly<Record<string, unknown>>,
): Promise<CallRecord> {
  const { rows } = await prepared<CallRecord>(
    client,
    `update call set
       claims = claims || $3::jsonb,
       attributes = attributes || jsonb_build_object(
         'extractedClaims', coalesce(attributes -> 'extractedClaims', '{}'::jsonb) || $4::jsonb)
     where company_id = $1 and id = $2
     returning ${columns}`,
    [call.companyId, call.id, JSON.stringify(claims), JSON.stringify(extracted)],
  );
  return rows[0]!;
}

/**
 * Holds the call until the transaction ends, so that its links change one after another. False: the
 * company has no such call.
 */
export async function lockCall(client: Queryable, companyId: string, id: string): Promise<boolean> {
  const { rowCount } = await prepared(
    client,
    'select 1 from call where company_id = $1 and id = $2 for no key update',
    [companyId, id],
  );
  return rowCount === 1;
}
