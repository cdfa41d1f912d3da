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
 * The number the next version of a company's task gets. Other registrations of the same task wait until the
 * transaction ends, so that versions count 1, 2, 3 without doubles.
 */
export async function nextVersion(client: Queryable, companyId: string, task: Task): Promise<number> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `model_version ${companyId} ${task}`,
  ]);
  const { rows } = await client.query<{ next: number }>(
    `select coalesce(max(version), 0) + 1 as next from model_version where company_id = $1 and task = $2::task`,
    [companyId, task],
  );
  return rows[0]!.next;
}

export async function insertModelVersion(
  client: Queryable,
  entry: ModelVersionRecord & { readonly artifact: Uint8Array },
): Promise<void> {
  await client.query(
    `insert into model_version (id, company_id, task, version, training_run_id, artifact, checksum, report, recorded_at)
     values ($1, $2, $3::task, $4, $5, $6, $7, $8, $9)`,
    [
      entry.id,
      entry.companyId,
      entry.task,
      entry.version,
      entry.trainingRunId,
      Buffer.from(entry.artifact),
      entry.checksum,
      JSON.stringify(entry.report),
      entry.recordedAt,
    ],
  );
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
