import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import type { FactScope } from './identityFacts.ts';

/** A vector of a call; null direction: it is not to be used any more. */
export interface EmbeddingFact {
  readonly callId: string;
  readonly kind: string;
  readonly direction: readonly number[] | null;
  /** When it became known, or was withdrawn. */
  readonly recordedAt: Date;
}

/** Keeps a vector of a call, in place of the one of its kind. The same one again changes nothing. */
export async function putEmbedding(
  client: Queryable,
  embedding: {
    readonly companyId: string;
    readonly callId: string;
    readonly kind: string;
    readonly direction: Float32Array;
    readonly recordedAt: Date;
  },
): Promise<void> {
  const { companyId, callId, kind, direction, recordedAt } = embedding;
  await prepared(
    client,
    `insert into call_embedding as known (company_id, call_id, kind, direction, recorded_at)
     values ($1, $2, $3, $4::real[], $5)
     on conflict (company_id, call_id, kind) do update set
       direction = excluded.direction, recorded_at = excluded.recorded_at, withdrawn_at = null
     where known.direction is distinct from excluded.direction`,
    [companyId, callId, kind, Array.from(direction), recordedAt],
  );
}

/** Dimension of the vectors of a kind that a company keeps; null: it keeps none. */
export async function dimensionOf(
  client: Queryable,
  companyId: string,
  kind: string,
): Promise<number | null> {
  const { rows } = await prepared<{ dimension: number }>(
    client,
    `select cardinality(direction) as dimension from call_embedding
     where company_id = $1 and kind = $2 and withdrawn_at is null limit 1`,
    [companyId, kind],
  );
  return rows[0]?.dimension ?? null;
}

/** Forgets the vectors of a call; that and when they were withdrawn stays. @returns how many there were */
export async function withdrawEmbeddings(
  client: Queryable,
  companyId: string,
  callId: string,
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `update call_embedding set direction = '{}', withdrawn_at = $3
     where company_id = $1 and call_id = $2 and withdrawn_at is null`,
    [companyId, callId, now],
  );
  return rowCount ?? 0;
}

/** The vectors of calls. One that was withdrawn has been forgotten for every moment. */
export async function embeddingFacts(
  client: Queryable,
  companyId: string,
  { callIds, until }: FactScope,
): Promise<EmbeddingFact[]> {
  const { rows } = await prepared<EmbeddingFact>(
    client,
    `select e.call_id as "callId", e.kind, coalesce(e.withdrawn_at, e.recorded_at) as "recordedAt",
       case when e.withdrawn_at is null then e.direction end as direction
     from call_embedding e
     where e.company_id = $1 and ($2::uuid[] is null or e.call_id = any($2)) and e.recorded_at <= $3
     order by e.recorded_at, e.call_id, e.kind`,
    [companyId, callIds ?? null, until ?? '9999-01-01'],
  );
  return rows;
}
