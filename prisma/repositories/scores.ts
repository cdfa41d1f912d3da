import type pg from 'pg';
import { copyRows } from '../copyRows.ts';
import type { ModelRole } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import type { Entity } from './historyRecord.ts';
import type { PredictionRecord } from './predictions.ts';
import { stillThere } from './stillThere.ts';

const population = (entity: Entity) =>
  `from ${entity} s where s.company_id = $1 and ${stillThere(entity, '$2')}`;

/** How many there are to score at a moment, as far as known then. */
export async function countSubjects(
  client: Queryable,
  companyId: string,
  entity: Entity,
  asOf: Date,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count ${population(entity)}`,
    [companyId, asOf],
  );
  return rows[0]!.count;
}

/** Ids of the next subjects in id order. @param after the last one of the page before; null: from the beginning */
export async function subjectsAfter(
  client: Queryable,
  companyId: string,
  entity: Entity,
  page: { asOf: Date; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select s.id::text as id ${population(entity)} and ($3::uuid is null or s.id > $3)
     order by s.id limit $4`,
    [companyId, page.asOf, page.after, page.limit],
  );
  return rows.map(({ id }) => id);
}

/** Adds the answers of a run to the prediction log; all or none. */
export async function insertScores(
  client: pg.PoolClient,
  runId: string,
  predictions: readonly PredictionRecord[],
): Promise<void> {
  const columns = [
    'id',
    'company_id',
    'task',
    'subject_type',
    'subject_id',
    'model_version_id',
    'role',
    'experiment_id',
    'arm',
    'features',
    'features_hash',
    'result',
    'confidence',
    'propensities',
    'as_of',
    'recorded_at',
    'scoring_run_id',
  ];
  const rows = predictions.map((one) => [
    one.id,
    one.companyId,
    one.task,
    one.subjectType,
    one.subjectId,
    one.modelVersionId,
    one.role,
    one.experimentId,
    one.arm,
    JSON.stringify(one.features),
    one.featuresHash,
    JSON.stringify(one.result),
    one.confidence,
    one.propensities === null ? null : JSON.stringify(one.propensities),
    one.asOf,
    one.recordedAt,
    runId,
  ]);
  await copyRows(client, 'prediction', columns, rows);
}

/** One answer of a run. */
export interface ScoreRecord {
  readonly predictionId: string;
  readonly subjectId: string;
  readonly externalId: string | null;
  /** Null: the fallback rule answered. */
  readonly version: number | null;
  readonly role: ModelRole;
  readonly result: Readonly<Record<string, unknown>>;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly asOf: Date;
}

/** The answers of a run in the order of their subjects' ids, `pageSize` in memory at a time. */
export async function* streamScores(
  client: Queryable,
  runId: string,
  pageSize = 1000,
): AsyncGenerator<ScoreRecord> {
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: ScoreRecord[] } = await client.query<ScoreRecord>(
      `select p.id::text as "predictionId", p.subject_id::text as "subjectId",
         coalesce(l.external_id, c.external_id) as "externalId", v.version, p.role, p.result, p.confidence, p.as_of as "asOf"
       from prediction p left join model_version v on v.id = p.model_version_id
         left join lead l on p.subject_type = 'lead' and l.company_id = p.company_id and l.id = p.subject_id
         left join customer c on p.subject_type = 'customer' and c.company_id = p.company_id and c.id = p.subject_id
       where p.scoring_run_id = $1 and ($2::uuid is null or p.subject_id > $2) order by p.subject_id limit $3`,
      [runId, after, pageSize],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield* rows;
    after = last.subjectId;
  }
}

/**
 * Deletes answers of runs that ended in [from, before), but for those an interaction or outcome refers to: they are what
 * somebody acted on.
 */
export async function pruneScores(client: Queryable, from: Date, before: Date): Promise<void> {
  await client.query(
    `delete from prediction p using scoring_run r
     where p.scoring_run_id = r.id and r.finished_at >= $1 and r.finished_at < $2
       and not exists (select 1 from interaction i where i.company_id = p.company_id and i.prediction_id = p.id)
       and not exists (select 1 from outcome o where o.company_id = p.company_id and o.prediction_id = p.id)`,
    [from, before],
  );
}
