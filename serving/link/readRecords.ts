import { Problem } from '../../base/problem.ts';
import { kindOfName } from '../../models/linking/bulk/columnWords.ts';
import type { RecordTable } from '../../models/linking/bulk/recordTable.ts';
import { findColumn } from '../evaluate/findColumn.ts';
import { type ReadOptions, readTextTable } from '../evaluate/readTextTable.ts';
import type { TextColumn } from '../evaluate/textColumn.ts';

/** Records of a file and what they are called in it. */
export interface RecordFile {
  readonly description: string;
  /** Without the identifiers. */
  readonly table: RecordTable;
  readonly ids: readonly string[];
  /** Column of the ids; undefined: rows are numbered from 1. */
  readonly idColumn: string | undefined;
  readonly notes: readonly string[];
}

/**
 * Reads the records of a file. Identifiers are in the column asked for, else in `id`, else in a column whose name says
 * so and that has no value twice; else rows are counted.
 * @throws Problem not_found, invalid_input (ids missing or twice), not_enough_data
 */
export async function readRecords(
  path: string,
  id: string | undefined,
  options: ReadOptions,
): Promise<RecordFile> {
  const text = await readTextTable(path, options);
  const names = text.columns.map(({ name }) => name);
  const idColumn = id === undefined ? guessId(text.columns, text.rowCount) : findColumn(names, id, '--id');
  const notes: string[] = [];
  if (text.unreadable.count > 0)
    notes.push(`${path}: ${text.unreadable.count} rows could not be read; ${text.unreadable.first}.`);
  const column = text.columns.find(({ name }) => name === idColumn);
  return {
    description: text.description,
    table: { rowCount: text.rowCount, columns: text.columns.filter(({ name }) => name !== idColumn) },
    ids: column === undefined ? numbered(text.rowCount) : idsOf(path, column),
    idColumn,
    notes,
  };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, row) => String(row + 1));

function guessId(columns: readonly TextColumn[], rowCount: number): string | undefined {
  const unique = columns.filter(({ words, codes }) => words.length === rowCount && codes.length === rowCount);
  const named = unique.filter(({ name }) => kindOfName(name) === 'identifier');
  return (named.find(({ name }) => name.trim().toLowerCase() === 'id') ?? named[0])?.name;
}

function idsOf(path: string, { name, words, codes }: TextColumn): string[] {
  const seen = new Set<number>();
  return Array.from(codes, (code, row) => {
    if (code < 0 || seen.has(code))
      throw new Problem('invalid_input', `${path}: the ids in ${name} do not tell the rows apart.`, {
        findings: [
          {
            path: name,
            message: code < 0 ? `is missing in row ${row + 1}` : `is twice: second time in row ${row + 1}`,
            received: code < 0 ? undefined : words[code],
          },
        ],
        remedy: 'Name another column with --id, or leave it out: rows are then counted from 1.',
      });
    seen.add(code);
    return words[code]!;
  });
}
