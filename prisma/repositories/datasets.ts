import { uuid } from '../../base/uuid.ts';
import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';
import { newestFirst, type Page } from './page.ts';

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
  page: Page = {},
): Promise<DatasetRecord[]> {
  const { text, values } = newestFirst(page, 3);
  const { rows } = await client.query<DatasetRecord>(
    `select ${columns} from dataset_snapshot where company_id = $1 and ($2::task is null or task = $2::task) ${text}`,
    [companyId, task ?? null, ...values],
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

/** The versions of models whose training table lies, or lay, at a path. */
export async function versionsTrainedOn(
  client: Queryable,
  companyId: string,
  path: string,
): Promise<{ task: Task; version: number }[]> {
  const { rows } = await client.query<{ task: Task; version: number }>(
    `select v.task, v.version from dataset_snapshot d
       join training_run r on r.company_id = d.company_id and r.dataset_id = d.id
       join model_version v on v.company_id = r.company_id and v.training_run_id = r.id
     where d.company_id = $1 and d.path = $2 order by v.task, v.version`,
    [companyId, path],
  );
  return rows;
}

/** The datasets at a path are what was written in their place now; returns their ids. */
export async function moveDatasets(
  client: Queryable,
  companyId: string,
  path: string,
  snapshot: {
    readonly path: string;
    readonly hash: string;
    readonly manifest: { readonly rowCount: number; readonly asOfFrom: string; readonly asOfTo: string };
  },
): Promise<string[]> {
  const { manifest } = snapshot;
  const { rows } = await client.query<{ id: string }>(
    `update dataset_snapshot set path = $3, hash = $4, row_count = $5, as_of_from = $6, as_of_to = $7, manifest = $8
     where company_id = $1 and path = $2 returning id`,
    [
      companyId,
      path,
      snapshot.path,
      snapshot.hash,
      manifest.rowCount,
      manifest.asOfFrom,
      manifest.asOfTo,
      JSON.stringify(manifest),
    ],
  );
  return rows.map(({ id }) => id);
}

/** Nothing is left of the datasets at a path; returns their ids. */
export async function removeDatasets(client: Queryable, companyId: string, path: string): Promise<string[]> {
  await client.query(
    `update training_run set dataset_id = null where company_id = $1 and dataset_id in (
       select id from dataset_snapshot where company_id = $1 and path = $2)`,
    [companyId, path],
  );
  const { rows } = await client.query<{ id: string }>(
    'delete from dataset_snapshot where company_id = $1 and path = $2 returning id',
    [companyId, path],
  );
  return rows.map(({ id }) => id);
}
