import type { Clock } from '../../base/clock.ts';
import { canonicalJson, sha256 } from '../../base/hash.ts';
import { Problem } from '../../base/problem.ts';
import type { Database } from '../../prisma/database.ts';
import { answersGiven } from '../../prisma/repositories/answersGiven.ts';
import { transaction } from '../../prisma/transaction.ts';
import { resolveMap } from './columnMap.ts';
import type { ImportEntity } from './entity.ts';
import { inspectFile, refuseChanged } from './fileContent.ts';
import { guessMap } from './guessMap.ts';
import { advanceRun, beginRun, finishRun } from './importRun.ts';
import { LastRows } from './lastRows.ts';
import { type MappedRow, rowMapper } from './mapRows.ts';
import { type FileFormat, openSource } from './openSource.ts';
import type { DecimalSign } from './parseNumber.ts';
import { preparedBatches } from './preparedBatches.ts';
import { readingRules } from './readingRules.ts';
import { RejectsFile } from './rejectsFile.ts';
import { requireFields } from './requiredFields.ts';
import { fieldsOf, rowSchemas } from './rowSchema.ts';
import { RowTable } from './rowTable.ts';
import { validateRows } from './validateRows.ts';
import { writeBatch } from './writeBatch.ts';
import { type Slice, type SliceCounts, writeRows } from './writeRows.ts';

export interface ImportFileOptions {
  readonly database: Database;
  readonly companyId: string;
  readonly entity: ImportEntity;
  readonly path: string;
  /** Canonical field -> where it comes from; absent: guessed from the column names. */
  readonly map?: unknown;
  /** Absent: the file's path with `.rejects.csv` added. */
  readonly rejectsPath?: string | undefined;
  readonly clock: Clock;
  /**
   * When rows without `recordedAt` became known. Absent: when they happened, as long as nothing was answered or trained
   * for the company (a first load of history), and now from then on, lest the past of what was answered change.
   */
  readonly recordedAtDefault?: 'occurredAt' | 'now' | undefined;
  readonly format?: FileFormat | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly quote?: '"' | null | undefined;
  readonly header?: boolean | undefined;
  readonly decimal?: DecimalSign | undefined;
  /** Longest record held in memory, in characters. */
  readonly maxLineSize?: number | undefined;
  /** Rows per transaction. */
  readonly batchSize?: number | undefined;
  /** Told once how the file is read, before anything is written. */
  readonly onStart?: ((start: ImportStart) => void) | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ImportStart {
  readonly description: string;
  readonly rows: number;
  /** The map in use; `guessed` when it was not given. */
  readonly map: unknown;
  readonly guessed: boolean;
  readonly recordedAtDefault: 'occurredAt' | 'now';
  /** Rows a killed import of this very file has done already. */
  readonly resumedAt: number;
}

export interface ImportProgress {
  readonly rowsDone: number;
  readonly rows: number;
  readonly rejected: number;
}

/** `rows` is the sum of the other counts and of `resumedAt`. */
export interface ImportReport {
  readonly rows: number;
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows with an external id that a later row of the file has too: the last counts. */
  readonly superseded: number;
  readonly rejected: number;
  /** Rows done by an earlier run that was interrupted. */
  readonly resumedAt: number;
  /** When rows without `recordedAt` became known. */
  readonly recordedAtDefault: 'occurredAt' | 'now';
  /** Null: no row was rejected. */
  readonly rejectsPath: string | null;
  readonly seconds: number;
}

/**
 * Imports a CSV, NDJSON or Parquet file of any size in bounded memory. Each batch is one transaction that also notes
 * the progress, so a batch is imported whole or not at all, and an import that was killed goes on where it stopped
 * when the same file is imported with the same map. Repeating a finished import changes nothing.
 *
 * @throws Problem `invalid_input`, `not_found` for what cannot be read as a table or mapped, before anything is
 *   written; `conflict` when another process imports the same file or changes it; `cancelled` by the signal.
 */
export async function importFile(options: ImportFileOptions): Promise<ImportReport> {
  const started = performance.now();
  const { database, companyId, entity, path, clock, signal } = options;
  const { rules, region } = await readingRules(database.pool, companyId, options.decimal);
  const schemas = rowSchemas(rules);
  const content = await inspectFile(path, signal);
  const maxLineSize = options.maxLineSize ?? 1 << 24;
  const source = await openSource(content, { ...options, maxLineSize });
  const map = options.map ?? guessMap(entity, fieldsOf(entity, schemas), source.columns);
  const resolved = resolveMap(map, entity, fieldsOf(entity, schemas), source.columns);
  requireFields(entity, resolved, source);
  const last = await LastRows.of(resolved, source);
  const { format, delimiter, encoding, quote, header, decimal } = options;
  const fingerprint = sha256(
    canonicalJson({
      entity,
      content: content.hash,
      map,
      format,
      delimiter,
      encoding,
      quote,
      header,
      decimal,
    }),
  );
  const recordedAt = clock.now();
  const run = await beginRun(database.pool, { companyId, entity, fingerprint, fileName: path, recordedAt });
  const { description, rowCount: rows } = source;
  const guessed = options.map === undefined;
  const recordedAtDefault =
    options.recordedAtDefault ?? ((await answersGiven(database.pool, companyId)) ? 'now' : 'occurredAt');
  options.onStart?.({ description, rows, map, guessed, recordedAtDefault, resumedAt: run.rowsDone });

  const rejectsFile = new RejectsFile(options.rejectsPath ?? `${path}.rejects.csv`);
  const mapper = await rowMapper(resolved, source.columns);
  const seen = new RowTable();
  const total = { imported: 0, updated: 0, unchanged: 0, superseded: 0, rejected: 0 };
  const progress = { rowsDone: 0, lastLine: 0 };
  const current = ({ row, fields }: MappedRow) => !last.superseded(row, fields.externalId);
  const validate = (batch: readonly MappedRow[]) =>
    validateRows(entity, schemas, batch.filter(current), seen, mapper.columnOf);
  const write = (slice: Slice) =>
    transaction(database, async (client): Promise<SliceCounts> => {
      const context = { client, companyId, region, now: clock.now(), recordedAtDefault };
      const written = await writeBatch(context, entity, slice.valid, mapper.columnOf);
      const rejects = [...slice.rejects, ...written.rejects].sort((a, b) => a.line - b.line);
      const superseded = slice.rows.length - slice.rows.filter(current).length + written.counts.superseded;
      const counts = { ...written.counts, superseded, rejected: rejects.length, rows: slice.rows.length };
      await advanceRun(client, run.id, progress.rowsDone, counts);
      // Before the commit: a reject that is written but not committed is dropped when the import goes on.
      await rejectsFile.append(rejects);
      return counts;
    });
  let begun = false;
  try {
    for await (const batch of preparedBatches(source, mapper, options.batchSize ?? 10_000)) {
      if (signal?.aborted) throw cancelled(progress.rowsDone);
      const done = batch.filter(({ row }) => row <= run.rowsDone);
      if (done.length > 0) {
        // Written or rejected before; only equal contents have to be counted again.
        validate(done);
        progress.rowsDone += done.length;
        progress.lastLine = done.at(-1)!.line;
        if (done.length === batch.length) continue;
      }
      if (!begun) await rejectsFile.begin(progress.lastLine);
      begun = true;
      const fresh = batch.slice(done.length);
      for await (const counts of writeRows({ rows: fresh, ...validate(fresh) }, write)) {
        for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
        progress.rowsDone += counts.rows;
        const rejected = run.rowsRejected + total.rejected;
        options.onProgress?.({ rowsDone: progress.rowsDone, rows, rejected });
      }
    }
    await refuseChanged(content);
    if (!begun) await rejectsFile.begin(progress.lastLine);
    await finishRun(database.pool, run.id);
  } finally {
    mapper.close();
  }
  return {
    rows,
    ...total,
    resumedAt: run.rowsDone,
    recordedAtDefault,
    rejectsPath: run.rowsRejected + total.rejected > 0 ? rejectsFile.path : null,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

const cancelled = (rowsDone: number): Problem =>
  new Problem('cancelled', `The import was stopped after ${rowsDone} rows.`, {
    remedy: 'Run the same command again: it goes on where it stopped.',
  });
