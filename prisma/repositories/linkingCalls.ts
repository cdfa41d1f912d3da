import type { Queryable } from '../queryable.ts';

/** A call as linking learns from it. */
export interface LinkingCall {
  readonly callId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly service: string | null;
  readonly claims: Readonly<Record<string, string | null | undefined>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const columns = `id as "callId", occurred_at as "occurredAt", recorded_at as "recordedAt", service, claims, attributes`;

/** The given calls, as far as they were known by `until`, oldest first. */
export async function callsById(
  client: Queryable,
  companyId: string,
  ids: readonly string[],
  until: Date,
): Promise<LinkingCall[]> {
  const { rows } = await client.query<LinkingCall>(
    `select ${columns} from call where company_id = $1 and id = any($2::uuid[]) and recorded_at <= $3
     order by recorded_at, id`,
    [companyId, ids, until],
  );
  return rows;
}

/**
 * A random sample of the calls known by `until`, oldest first: drawn by a hash of the id, so that the same
 * seed draws the same calls.
 */
export async function sampleCalls(
  client: Queryable,
  companyId: string,
  until: Date,
  options: { size: number; seed: number },
): Promise<LinkingCall[]> {
  const { rows } = await client.query<LinkingCall>(
    `select * from (
       select ${columns} from call where company_id = $1 and recorded_at <= $2
       order by hashtextextended(id::text, $3), id limit $4
     ) sample order by "recordedAt", "callId"`,
    [companyId, until, options.seed, options.size],
  );
  return rows;
}
