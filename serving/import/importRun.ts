import { Problem } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { ImportEntity } from './entity.ts';
import type { SliceCounts } from './writeRows.ts';

/** How far the import of one file has come. */
export interface ImportRun {
  readonly id: string;
  /** Rows of the file that are committed or rejected. */
  readonly rowsDone: number;
  readonly rowsRejected: number;
}

/** Finds the unfinished run of this very file and map, or begins one. */
export async function beginRun(
  client: Queryable,
  run: { companyId: string; entity: ImportEntity; fingerprint: string; fileName: string; recordedAt: Date },
): Promise<ImportRun> {
  const { rows } = await client.query<{ id: string; rowsDone: string; rowsRejected: string }>(
    `insert into import_run as run (id, company_id, entity, fingerprint, file_name, recorded_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (company_id, fingerprint) do update set
       rows_done = case when run.finished then 0 else run.rows_done end,
       rows_imported = case when run.finished then 0 else run.rows_imported end,
       rows_rejected = case when run.finished then 0 else run.rows_rejected end,
       recorded_at = case when run.finished then excluded.recorded_at else run.recorded_at end,
       file_name = excluded.file_name,
       finished = false
     returning id, rows_done::text as "rowsDone", rows_rejected::text as "rowsRejected"`,
    [uuid(), run.companyId, run.entity, run.fingerprint, run.fileName, run.recordedAt],
  );
  const { id, rowsDone, rowsRejected } = rows[0]!;
  return { id, rowsDone: Number(rowsDone), rowsRejected: Number(rowsRejected) };
}

/**
 * Notes in the transaction of a batch that the run has come on from row `from`.
 * @throws Problem `conflict` when another process has moved the run meanwhile.
 */
export async function advanceRun(
  client: Queryable,
  id: string,
  from: number,
  counts: SliceCounts,
): Promise<void> {
  const { rowCount } = await client.query(
    `update import_run set rows_done = rows_done + $3, rows_imported = rows_imported + $4,
       rows_rejected = rows_rejected + $5
     where id = $1 and rows_done = $2 and not finished`,
    [id, from, counts.rows, counts.imported + counts.updated, counts.rejected],
  );
  if (rowCount !== 1) {
    throw new Problem('conflict', 'Another process is importing the same file.', {
      remedy: 'Wait for it to end; linkloop status shows the imports.',
    });
  }
}

export async function finishRun(client: Queryable, id: string): Promise<void> {
  await client.query('update import_run set finished = true where id = $1', [id]);
}
