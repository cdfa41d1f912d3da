import { canonicalJson, sha256 } from '../../base/hash.ts';
import { uuid } from '../../base/uuid.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity, Scalar } from './historyRecord.ts';

/** What somebody other than the system of record says of a customer or lead. */
export interface Enrichment {
  readonly companyId: string;
  readonly subjectType: Entity;
  readonly subjectId: string;
  readonly source: string;
  readonly attributes: Readonly<Record<string, Scalar>>;
  /** Since when it is so, as far as the source says. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/** Adds it to what is known, unless the source had said the same before. @returns whether it was news */
export async function insertEnrichment(client: Queryable, enrichment: Enrichment): Promise<boolean> {
  const { companyId, subjectType, subjectId, source, occurredAt, recordedAt } = enrichment;
  const attributes = canonicalJson(enrichment.attributes);
  // With the source: what two of them say alike are two things known.
  const hash = sha256(`${source}\n${attributes}`);
  const { rowCount } = await client.query(
    `insert into attribute_snapshot
       (id, company_id, subject_type, subject_id, source, attributes, hash, occurred_at, recorded_at)
     select $1, $2, $3::subject_type, $4, $5, $6::jsonb, $7, $8, $9
     where (
       select a.hash from attribute_snapshot a
       where a.company_id = $2 and a.subject_type = $3::subject_type and a.subject_id = $4 and a.source = $5
         and a.recorded_at <= $9
       order by a.recorded_at desc, a.id desc limit 1
     ) is distinct from $7
     on conflict do nothing`,
    [uuid(), companyId, subjectType, subjectId, source, attributes, hash, occurredAt, recordedAt],
  );
  return rowCount === 1;
}
