import { Problem } from '../../base/problem.ts';
import type { Table } from '../../models/table.ts';
import { readColumn } from '../evaluate/columnReading.ts';
import { readLabel } from '../evaluate/labelReading.ts';
import { mostRows, numberNotation, readNumber } from '../evaluate/numberNotation.ts';
import type { ReadOptions, TextTable } from '../evaluate/readTextTable.ts';
import { presentCount, selectTextRows, type TextColumn } from '../evaluate/textColumn.ts';

export type TableOptions = ReadOptions;

/** The rows of a file in which a column says something. @throws Problem not_enough_data when it never does */
export function rowsWith(
  { rowCount, columns, unreadable }: TextTable,
  name: string,
): { rowCount: number; columns: readonly TextColumn[]; notes: string[] } {
  const wanted = columns.find((column) => column.name === name)!;
  const present = presentCount(wanted);
  if (present === 0) throw new Problem('not_enough_data', `No row says anything in ${name}.`);
  const notes =
    unreadable.count === 0
      ? []
      : [`${unreadable.count} rows could not be read and are left out; ${unreadable.first}.`];
  if (present === rowCount) return { rowCount, columns, notes };
  notes.push(`${rowCount - present} of ${rowCount} rows have no ${name} and are left out.`);
  const rows: number[] = [];
  wanted.codes.forEach((code, row) => {
    if (code >= 0) rows.push(row);
  });
  return { rowCount: rows.length, columns: columns.map((column) => selectTextRows(column, rows)), notes };
}

/** Columns as features; what cannot be learned from is left out with a note. */
export function contextsOf(
  columns: readonly TextColumn[],
  rowCount: number,
): { table: Table; notes: readonly string[] } {
  const readings = columns.map((column) => readColumn(column, '.'));
  const notes = readings.flatMap(({ name, dropped, notes: own }) =>
    dropped === undefined ? own : [`${name} is not learned from: ${dropped}.`],
  );
  return { table: { rowCount, columns: readings.flatMap(({ features }) => features) }, notes };
}

/**
 * Numbers, or 0 and 1 of two words such as no and yes.
 * @throws Problem invalid_input when it is neither, or a row says nothing
 */
export function numbersOf(column: TextColumn): Float64Array {
  const { name, words, codes } = column;
  const notation = numberNotation(column);
  if (notation.numbers < mostRows * presentCount(column) && words.length === 2)
    return readLabel(column, { task: 'classification', decimal: '.' }).target;
  const values = words.map((word) => readNumber(word, notation.decimal ?? '.') ?? Number.NaN);
  const bad = words.find((_, code) => Number.isNaN(values[code]!));
  if (bad !== undefined || codes.some((code) => code < 0))
    throw new Problem('invalid_input', `Not every row has a number in ${name}.`, {
      findings: [
        { path: name, message: 'is no number', received: bad ?? '', allowed: 'a number in each row' },
      ],
      remedy: 'Correct or leave out the rows.',
    });
  return Float64Array.from(codes, (code) => values[code]!);
}

/** Named choices in the order of their names; a row that says nothing chose `none`. */
export function actionsOf({ codes, words }: TextColumn): { codes: Int32Array; words: readonly string[] } {
  const nothing = codes.some((code) => code < 0) && !words.includes('none') ? ['none'] : [];
  const sorted = [...words, ...nothing].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(sorted.map((word, index) => [word, index]));
  return { codes: codes.map((code) => place.get(code < 0 ? 'none' : words[code]!)!), words: sorted };
}

/** Rows of one word are of one group; those without stand for themselves. */
export function groupsOf({ codes, words }: TextColumn): Int32Array {
  let next = words.length;
  return codes.map((code) => (code < 0 ? next++ : code));
}
