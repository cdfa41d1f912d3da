import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api';
import { z } from 'zod';
import { canonicalJson, sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import { uuid } from '../base/uuid.ts';
import { type DatasetRecipe, datasetRecipe, type PairsRecipe, pairsRecipe } from './datasetRecipe.ts';
import type { DatasetRow } from './datasetRow.ts';
import { fromStored, snapshotColumns, sqlTypes, toStored } from './snapshotColumns.ts';

export const manifestSchema = z.object({
  /** 2 adds the recipe and what was left out. */
  format: z.union([z.literal(1), z.literal(2)]),
  task: z.string(),
  companyId: z.string(),
  /** SHA-256 of task, feature definitions and rows, whatever their order. */
  hash: z.string(),
  /** Of the feature definitions the rows were computed with. */
  definitionHash: z.string(),
  labelDefinition: z.string(),
  horizonDays: z.number(),
  codeVersion: z.string(),
  /** What it takes to build the same again; absent: written before it was recorded. */
  recipe: z.discriminatedUnion('task', [datasetRecipe, pairsRecipe]).optional(),
  /** Moments left out because their label is not mature. */
  censored: z.number().optional(),
  asOfFrom: z.iso.datetime(),
  asOfTo: z.iso.datetime(),
  rowCount: z.number(),
  subjectCount: z.number(),
  /** Number of rows per label when there are at most ten different ones. */
  classBalance: z.record(z.string(), z.number()).nullable(),
  columns: z.array(
    z.object({
      column: z.string(),
      role: z.enum(['feature', 'context']),
      name: z.string(),
      type: z.enum(['number', 'string', 'boolean', 'mixed']),
    }),
  ),
});

/** What to do about a dataset whose manifest cannot be read. */
export const manifestRemedy =
  'Train the task again or build the dataset again (linkloop datasets build); linkloop datasets list shows earlier ones, which can be named by id.';

/** What is in a snapshot; stored beside it as manifest.json. */
export type SnapshotManifest = z.infer<typeof manifestSchema>;

export interface WriteSnapshotOptions {
  /** Data folder; the snapshot goes below it. */
  readonly directory: string;
  readonly task: string;
  readonly companyId: string;
  readonly rows: readonly DatasetRow[];
  readonly definitionHash: string;
  readonly labelDefinition?: string;
  readonly horizonDays?: number;
  readonly codeVersion?: string;
  readonly recipe?: DatasetRecipe | PairsRecipe;
  readonly censored?: number;
}

export interface Snapshot {
  /** Path of the snapshot's folder below the data folder. */
  readonly path: string;
  readonly hash: string;
  readonly manifest: SnapshotManifest;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** One line per row; nulls are left out because an absent value and a missing one mean the same. */
function rowLine({ subjectId, asOf, label, weight, features, context = {} }: DatasetRow): string {
  const present = (row: object) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return canonicalJson([subjectId, asOf.getTime(), label, weight, present(features), present(context)]);
}

function contentHash(task: string, definitionHash: string, sortedLines: readonly string[]): string {
  return sha256([canonicalJson({ task, definitionHash }), ...sortedLines].join('\n'));
}

function classBalance(rows: readonly DatasetRow[]): Record<string, number> | null {
  const counts: Record<string, number> = {};
  for (const { label } of rows) counts[label] = (counts[label] ?? 0) + 1;
  return Object.keys(counts).length <= 10 ? counts : null;
}

/**
 * Writes a training table as Parquet (subject_id, as_of, label, weight, features, context) with a manifest,
 * under `<directory>/datasets/<company>/<task>/<hash>/`. The hash is one of content: the same rows in any order
 * give the same folder, which is then left as it is.
 * @throws Problem `not_enough_data` without rows, `invalid_input` when a number of the manifest is none
 */
export async function writeSnapshot(options: WriteSnapshotOptions): Promise<Snapshot> {
  const { directory, task, companyId, definitionHash } = options;
  if (options.rows.length === 0)
    throw new Problem('not_enough_data', `There is nothing to learn ${task} from yet.`, {
      remedy: 'Import outcomes, or wait until the first labels are mature.',
    });
  const lines = options.rows
    .map((row) => ({ row, line: rowLine(row) }))
    .sort((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : 0));
  const rows = lines.map(({ row }) => row);
  const times = rows.map(({ asOf }) => asOf.getTime());
  const columns = snapshotColumns(rows);
  const hash = contentHash(
    task,
    definitionHash,
    lines.map(({ line }) => line),
  );
  const manifest: SnapshotManifest = {
    format: 2,
    task,
    companyId,
    hash,
    definitionHash,
    labelDefinition: options.labelDefinition ?? '',
    horizonDays: options.horizonDays ?? 0,
    codeVersion: options.codeVersion ?? '',
    ...(options.recipe === undefined ? {} : { recipe: options.recipe }),
    ...(options.censored === undefined ? {} : { censored: options.censored }),
    asOfFrom: new Date(times.reduce((a, b) => Math.min(a, b))).toISOString(),
    asOfTo: new Date(times.reduce((a, b) => Math.max(a, b))).toISOString(),
    rowCount: rows.length,
    subjectCount: new Set(rows.map(({ subjectId }) => subjectId)).size,
    classBalance: classBalance(rows),
    columns,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  refuseUnreadable(text);
  const path = join('datasets', companyId, task, hash);
  const target = join(directory, path);
  // Written aside and renamed, so that a crash leaves no half snapshot under its final name.
  const draft = `${target}.draft-${uuid()}`;
  await mkdir(draft, { recursive: true });
  try {
    await writeParquet(join(draft, 'data.parquet'), rows, columns);
    await writeFile(join(draft, 'manifest.json'), text);
    await rename(draft, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { path, hash, manifest };
}

/** What cannot be read again, such as a number that JSON has no word for, must not be written. */
function refuseUnreadable(manifest: string): void {
  const { error } = manifestSchema.safeParse(JSON.parse(manifest));
  if (error === undefined) return;
  throw new Problem('invalid_input', 'A dataset of these settings could not be read again.', {
    findings: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    remedy: 'Build it with usable values at the places named above.',
  });
}

async function writeParquet(
  file: string,
  rows: readonly DatasetRow[],
  columns: SnapshotManifest['columns'],
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const declared = columns.map(({ column, type }) => `, ${quoted(column)} ${sqlTypes[type]}`).join('');
    await connection.run(
      `create table snapshot (subject_id varchar, as_of timestamp, label double, weight double${declared})`,
    );
    const appender = await connection.createAppender('snapshot');
    for (const { subjectId, asOf, label, weight, features, context } of rows) {
      appender.appendVarchar(subjectId);
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(asOf.getTime()) * 1000n));
      appender.appendDouble(label);
      appender.appendDouble(weight);
      for (const { role, name, type } of columns) {
        const value = toStored((role === 'feature' ? features : context)?.[name], type);
        if (value === null) appender.appendNull();
        else if (typeof value === 'number') appender.appendDouble(value);
        else if (typeof value === 'boolean') appender.appendBoolean(value);
        else appender.appendVarchar(value);
      }
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`copy snapshot to ${literal(file)} (format parquet, compression zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Reads a snapshot back and proves it: the rows must hash to what the manifest says.
 * @throws Problem `not_found` when it is not there, `artifact_invalid` when manifest and table disagree
 */
export async function readSnapshot(
  directory: string,
  path: string,
): Promise<{ rows: DatasetRow[]; manifest: SnapshotManifest }> {
  const text = await readFile(join(directory, path, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw new Problem('not_found', `There is no dataset snapshot at ${path}.`, { cause });
  });
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Problem('artifact_invalid', `The manifest of ${path} is not valid.`, {
      remedy: manifestRemedy,
    });
  const manifest = parsed.data;
  const { columns } = manifest;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows: DatasetRow[] = [];
  try {
    const reader = await connection.runAndReadAll(
      `select subject_id, as_of, label, weight${columns.map(({ column }) => `, ${quoted(column)}`).join('')}
         from read_parquet(${literal(join(directory, path, 'data.parquet'))})`,
    );
    for (const [subjectId, asOf, label, weight, ...values] of reader.getRows()) {
      const row = { feature: {} as Record<string, unknown>, context: {} as Record<string, unknown> };
      columns.forEach(({ role, name, type }, index) => {
        row[role][name] = fromStored(values[index], type);
      });
      rows.push({
        subjectId: String(subjectId),
        asOf: new Date(Number((asOf as DuckDBTimestampValue).micros / 1000n)),
        label: Number(label),
        weight: Number(weight),
        features: row.feature as DatasetRow['features'],
        ...(columns.some(({ role }) => role === 'context')
          ? { context: row.context as NonNullable<DatasetRow['context']> }
          : {}),
      });
    }
  } catch (cause) {
    throw new Problem('artifact_invalid', `The table of ${path} cannot be read.`, { cause });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  if (contentHash(manifest.task, manifest.definitionHash, rows.map(rowLine).sort()) !== manifest.hash)
    throw new Problem('artifact_invalid', `The table of ${path} is not the one its manifest describes.`);
  return { rows, manifest };
}
