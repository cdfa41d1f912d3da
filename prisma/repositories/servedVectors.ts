import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity, Scalar } from './historyRecord.ts';

/** The features an answer was given from. */
export interface ServedVector {
  readonly predictionId: string;
  readonly task: Exclude<Task, 'linking'>;
  readonly subjectType: Entity;
  readonly subjectId: string;
  readonly asOf: Date;
  readonly features: Readonly<Record<string, Scalar>>;
  readonly featuresHash: string;
}

/** At most `limit` served vectors of a company since a moment, drawn by a hash of their ids and the seed. */
export async function sampleServedVectors(
  client: Queryable,
  companyId: string,
  options: { since: Date; limit: number; seed: number },
): Promise<ServedVector[]> {
  const { rows } = await client.query<ServedVector>(
    `select id::text as "predictionId", task, subject_type as "subjectType", subject_id::text as "subjectId",
       as_of as "asOf", features, features_hash as "featuresHash"
     from prediction
     where company_id = $1 and task <> 'linking' and recorded_at >= $2
     order by hashtextextended(id::text, $4) limit $3`,
    [companyId, options.since, options.limit, options.seed],
  );
  return rows;
}
