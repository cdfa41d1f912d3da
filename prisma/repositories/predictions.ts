import type { ModelRole, SubjectType, Task } from '../generated/enums.ts';
import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

/** One answer the service gave, with what is needed to audit and repeat it. */
export interface PredictionRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  /** Null: the fallback answered. */
  readonly modelVersionId: string | null;
  readonly role: ModelRole;
  readonly experimentId: string | null;
  readonly arm: string | null;
  readonly features: unknown;
  readonly featuresHash: string;
  readonly result: unknown;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Action -> probability with which the policy would have chosen it (NBA). */
  readonly propensities: Readonly<Record<string, number>> | null;
  readonly asOf: Date;
  readonly recordedAt: Date;
}

const columns = `p.id, p.company_id as "companyId", p.task, p.subject_type as "subjectType",
  p.subject_id as "subjectId", p.model_version_id as "modelVersionId", p.role, p.experiment_id as "experimentId",
  p.arm, p.features, p.features_hash as "featuresHash", p.result, p.confidence, p.propensities,
  p.as_of as "asOf", p.recorded_at as "recordedAt"`;

export async function insertPrediction(client: Queryable, prediction: PredictionRecord): Promise<void> {
  await prepared(
    client,
    `insert into prediction (id, company_id, task, subject_type, subject_id, model_version_id, role, experiment_id, arm,
       features, features_hash, result, confidence, propensities, as_of, recorded_at)
     values ($1, $2, $3::task, $4::subject_type, $5, $6, $7::model_role, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      prediction.id,
      prediction.companyId,
      prediction.task,
      prediction.subjectType,
      prediction.subjectId,
      prediction.modelVersionId,
      prediction.role,
      prediction.experimentId,
      prediction.arm,
      JSON.stringify(prediction.features),
      prediction.featuresHash,
      JSON.stringify(prediction.result),
      prediction.confidence,
      prediction.propensities === null ? null : JSON.stringify(prediction.propensities),
      prediction.asOf,
      prediction.recordedAt,
    ],
  );
}

/** With the number of the version that answered; null where the fallback did. */
export async function findPrediction(
  client: Queryable,
  companyId: string,
  id: string,
): Promise<(PredictionRecord & { version: number | null }) | null> {
  const { rows } = await client.query<PredictionRecord & { version: number | null }>(
    `select ${columns}, v.version from prediction p left join model_version v on v.id = p.model_version_id
     where p.company_id = $1 and p.id = $2`,
    [companyId, id],
  );
  return rows[0] ?? null;
}

/** The first time a unit meets its arm is kept; later ones change nothing. */
export async function insertExposure(
  client: Queryable,
  exposure: {
    id: string;
    companyId: string;
    experimentId: string;
    unitId: string;
    arm: string;
    predictionId: string;
    recordedAt: Date;
  },
): Promise<void> {
  await prepared(
    client,
    `insert into exposure (id, company_id, experiment_id, unit_id, arm, prediction_id, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (experiment_id, unit_id) do nothing`,
    [
      exposure.id,
      exposure.companyId,
      exposure.experimentId,
      exposure.unitId,
      exposure.arm,
      exposure.predictionId,
      exposure.recordedAt,
    ],
  );
}
