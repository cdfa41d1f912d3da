import { uuid } from '../../base/uuid.ts';
import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** A training table on disk and its manifest. */
export interface DatasetRecord {
  readonly id: string;
  readonly companyId: string;
  readonly task: Task;
  /** Path below the data folder. */
  readonly path: string;
  readonly hash: string;
  readonly definitionHash: string;
  readonly rowCount: number;
  readonly asOfFrom: Date;
  readonly asOfTo: Date;
  readonly manifest: unknown;
  readonly recordedAt: Date;
}

const columns = `id, company_id as "companyId", task, path, hash, definition_hash as "definitionHash",
  row_count as "rowCount", as_of_from as "asOfFrom", as_of_to as "asOfTo", manifest, recorded_at as "recordedAt"`;

export async function insertDataset(
  client: Queryable,
  entry: Omit<DatasetRecord, 'id'>,
): Promise<DatasetRecord> {
  const { rows } = await client.query<DatasetRecord>(
    `insert into dataset_snapshot
       (id, company_id, task, path, hash, definition_hash, row_count, as_of_from, as_of_to, manifest, recorded_at)
     values ($1, $2, $3::task, $4, $5, $6, $7, $8, $9, $10, $11) returning ${columns}`,
    [
      uuid(),
      entry.companyId,
      entry.task,
      entry.path,
      entry.hash,
      entry.definitionHash,
      entry.rowCount,
      entry.asOfFrom,
      entry.asOfTo,
      JSON.stringify(entry.manifest),
      entry.recordedAt,
    ],
  );
  return rows[0]!;
}

/** Newest first. */
export async function listDatasets(
  client: Queryable,
  companyId: string,
  task?: Task,
): Promise<DatasetRecord[]> {
  const { rows } = await client.query<DatasetRecord>(
    `select ${columns} from dataset_snapshot where company_id = $1 and ($2::task is null or task = $2::task)
     order by recorded_at desc, id desc`,
    [companyId, task ?? null],
  );
  return rows;
}

/** SHA-256 of the feature definitions a training run's dataset was computed with; null: not known. */
export async function definitionHashOfRun(
  client: Queryable,
  companyId: string,
  trainingRunId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ definitionHash: string }>(
    `select d.definition_hash as "definitionHash" from training_run r join dataset_snapshot d on d.id = r.dataset_id
     where r.company_id = $1 and r.id = $2`,
    [companyId, trainingRunId],
  );
  return rows[0]?.definitionHash ?? null;
}
