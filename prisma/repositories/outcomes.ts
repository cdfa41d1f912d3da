import type { SubjectType } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** What became of a lead, a customer or a call. */
export interface OutcomeRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly kind: string;
  /** In company currency. */
  readonly value: number | null;
  readonly interactionId: string | null;
  readonly predictionId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/**
 * Inserts an outcome, or brings the one with the same external id up to date; the moment it first became
 * known stays. Returns its id.
 */
export async function upsertOutcome(
  client: Queryable,
  outcome: OutcomeRecord,
): Promise<{ id: string; inserted: boolean }> {
  const { rows } = await client.query<{ id: string }>(
    `insert into outcome as known (id, company_id, external_id, subject_type, subject_id, kind, value, interaction_id,
       prediction_id, occurred_at, recorded_at)
     values ($1, $2, $3, $4::subject_type, $5, $6, $7, $8, $9, $10, $11)
     on conflict (company_id, external_id) do update set
       subject_type = excluded.subject_type, subject_id = excluded.subject_id, kind = excluded.kind,
       value = excluded.value, occurred_at = excluded.occurred_at,
       interaction_id = coalesce(excluded.interaction_id, known.interaction_id),
       prediction_id = coalesce(excluded.prediction_id, known.prediction_id)
     returning id`,
    [
      outcome.id,
      outcome.companyId,
      outcome.externalId,
      outcome.subjectType,
      outcome.subjectId,
      outcome.kind,
      outcome.value,
      outcome.interactionId,
      outcome.predictionId,
      outcome.occurredAt,
      outcome.recordedAt,
    ],
  );
  const id = rows[0]!.id;
  return { id, inserted: id === outcome.id };
}

/** The id a subject or interaction has here; null: the company has none of that name. */
export async function findByExternalId(
  client: Queryable,
  companyId: string,
  noun: SubjectType | 'interaction',
  externalId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from ${noun} where company_id = $1 and external_id = $2`,
    [companyId, externalId],
  );
  return rows[0]?.id ?? null;
}

/** Whether the company has a row with this internal id. */
export async function exists(
  client: Queryable,
  companyId: string,
  noun: SubjectType | 'interaction' | 'prediction',
  id: string,
): Promise<boolean> {
  const { rowCount } = await client.query(`select 1 from ${noun} where company_id = $1 and id = $2`, [
    companyId,
    id,
  ]);
  return rowCount === 1;
}
