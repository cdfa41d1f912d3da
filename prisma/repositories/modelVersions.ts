import { uuid } from '../../base/uuid.ts';
import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** A registered model without its bytes. */
export interface ModelVersionRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  readonly version: number;
  readonly trainingRunId: string;
  /** SHA-256 of the artifact, hex. */
  readonly checksum: string;
  readonly report: unknown;
  readonly recordedAt: Date;
}

const columns = `id, company_id as "companyId", task, version, training_run_id as "trainingRunId", checksum, report,
  recorded_at as "recordedAt"`;

/**
 * Inserts the next version of a company's task. Concurrent registrations of the same task wait for each
 * other, so that versions count 1, 2, 3 without gaps from races.
 */
export async function insertModelVersion(
  client: Queryable,
  entry: {
    companyId: string;
    task: Task;
    trainingRunId: string;
    artifact: Uint8Array;
    checksum: string;
    report: unknown;
    recordedAt: Date;
  },
): Promise<ModelVersionRecord> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `model_version ${entry.companyId} ${entry.task}`,
  ]);
  const { rows } = await client.query<ModelVersionRecord>(
    `insert into model_version (id, company_id, task, version, training_run_id, artifact, checksum, report, recorded_at)
     select $8::uuid, $1, $2::task, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7
     from model_version where company_id = $1 and task = $2::task
     returning ${columns}`,
    [
      entry.companyId,
      entry.task,
      entry.trainingRunId,
      Buffer.from(entry.artifact),
      entry.checksum,
      JSON.stringify(entry.report),
      entry.recordedAt,
      uuid(),
    ],
  );
  return rows[0]!;
}

export async function findModelVersion(
  client: Queryable,
  companyId: string,
  by: { id: string } | { task: Task; version: number } | { trainingRunId: string },
): Promise<ModelVersionRecord | null> {
  const [condition, values] =
    'id' in by
      ? ['id = $2', [by.id]]
      : 'trainingRunId' in by
        ? ['training_run_id = $2', [by.trainingRunId]]
        : ['task = $2::task and version = $3', [by.task, by.version]];
  const { rows } = await client.query<ModelVersionRecord>(
    `select ${columns} from model_version where company_id = $1 and ${condition}`,
    [companyId, ...values],
  );
  return rows[0] ?? null;
}

/** The artifact of a version; null when the company has no such version. */
export async function readArtifact(
  client: Queryable,
  companyId: string,
  id: string,
): Promise<Uint8Array | null> {
  const { rows } = await client.query<{ artifact: Buffer }>(
    'select artifact from model_version where company_id = $1 and id = $2',
    [companyId, id],
  );
  return rows[0]?.artifact ?? null;
}

/** Newest first. */
export async function listModelVersions(
  client: Queryable,
  companyId: string,
  task?: Task,
): Promise<ModelVersionRecord[]> {
  const { rows } = await client.query<ModelVersionRecord>(
    `select ${columns} from model_version where company_id = $1 and ($2::task is null or task = $2::task)
     order by task, version desc`,
    [companyId, task ?? null],
  );
  return rows;
}
