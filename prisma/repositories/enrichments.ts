import { canonicalJson } from '../../base/hash.ts';
import { uuid } from '../../base/uuid.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity, Scalar } from './historyRecord.ts';

/** What somebody other than the system of record says of a customer or lead. */
export interface Enrichment {
  readonly companyId: string;
  readonly subjectType: Entity;
  readonly subjectId: string;
  readonly source: string;
  /** Null: the source says so no longer. */
  readonly attributes: Readonly<Record<string, Scalar>>;
  /** Since when it is so, as far as the source says. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/**
 * Two that say something of one subject at once would each add to what stood before the other. Held until the transaction
 * ends.
 */
export async function lockEnrichments(client: Queryable, companyId: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('enrichments ' || $1, 0))`, [companyId]);
}

/**
 * Adds it to what its source has said of the subject, name by name; null takes a name back. Each snapshot holds all that
 * the source says, so that its newest is all there is to read.
 * @returns whether it was news
 */
export async function insertEnrichment(client: Queryable, enrichment: Enrichment): Promise<boolean> {
  const { companyId, subjectType, subjectId, source, occurredAt, recordedAt } = enrichment;
  const { rowCount } = await client.query(
    `with before as (
       select a.attributes from attribute_snapshot a
       where a.company_id = $2 and a.subject_type = $3::subject_type and a.subject_id = $4 and a.source = $5
         and a.recorded_at <= $8
       order by a.recorded_at desc, a.id desc limit 1
     ), after as (
       select jsonb_strip_nulls(coalesce((select attributes from before), '{}') || $6::jsonb) as attributes
     )
     insert into attribute_snapshot
       (id, company_id, subject_type, subject_id, source, attributes, hash, occurred_at, recorded_at)
     -- With the source: what two of them say alike are two things known.
     select $1, $2, $3::subject_type, $4, $5, attributes,
       encode(sha256(convert_to($5 || E'\\n' || attributes::text, 'UTF8')), 'hex'), $7, $8
     from after where attributes is distinct from coalesce((select attributes from before), '{}')
     on conflict (company_id, subject_type, subject_id, recorded_at, hash)
       do update set id = excluded.id, occurred_at = excluded.occurred_at`,
    [
      uuid(),
      companyId,
      subjectType,
      subjectId,
      source,
      canonicalJson(enrichment.attributes),
      occurredAt,
      recordedAt,
    ],
  );
  return rowCount === 1;
}
