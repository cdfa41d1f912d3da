import { Problem } from '../../base/problem.ts';
import { inspectFile } from '../import/fileContent.ts';
import { openSource } from '../import/openSource.ts';
import { type TextColumn, TextColumnBuilder } from './textColumn.ts';

export interface ReadOptions {
  readonly delimiter?: string | undefined;
  readonly encoding?: string | undefined;
  readonly quote?: '"' | null | undefined;
  readonly header?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A table file, column by column, before anything is made of its words. */
export interface TextTable {
  /** Format, delimiter and encoding, for people. */
  readonly description: string;
  readonly rowCount: number;
  readonly columns: readonly TextColumn[];
  /** Rows that could not be read, and why the first of them could not. */
  readonly unreadable: { readonly count: number; readonly first: string };
}

/** Longest record that is held in memory, in characters. */
const longestRecord = 1 << 24;

/**
 * Reads a CSV (delimiter, quoting, byte order mark and encoding are recognised), NDJSON or Parquet file.
 * @throws Problem not_found or invalid_input when it cannot be read, not_enough_data when it holds no row
 */
export async function readTextTable(path: string, options: ReadOptions = {}): Promise<TextTable> {
  const content = await inspectFile(path, options.signal);
  const source = await openSource(content, { ...options, maxLineSize: longestRecord });
  const builders = source.columns.map(({ name }) => new TextColumnBuilder(name, source.rowCount));
  let rowCount = 0;
  let unreadable = 0;
  let first = '';
  for await (const rows of source.read()) {
    options.signal?.throwIfAborted();
    for (const { values, fault, line } of rows) {
      if (fault !== undefined) {
        if (unreadable++ === 0) first = `line ${line} ${`${fault.column} ${fault.reason}`.trim()}`;
        continue;
      }
      builders.forEach((builder, index) => {
        builder.add(textOf(values[index]));
      });
      rowCount++;
    }
  }
  if (rowCount === 0)
    throw new Problem('not_enough_data', `${path} holds no row that can be read.`, {
      remedy: first === '' ? 'Give a table with rows below its header.' : `The first problem: ${first}.`,
    });
  return {
    description: source.description,
    rowCount,
    columns: builders.map((builder) => builder.build()),
    unreadable: { count: unreadable, first },
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
