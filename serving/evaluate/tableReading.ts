import { Problem } from '../../base/problem.ts';
import type { Column } from '../../models/table.ts';
import { type ColumnReading, readColumn } from './columnReading.ts';
import { findColumn, findColumns } from './findColumn.ts';
import { type LabelOptions, type LabelReading, readLabel } from './labelReading.ts';
import { type DecimalPoint, numberNotation } from './numberNotation.ts';
import type { TextTable } from './readTextTable.ts';
import { presentCount, selectTextRows, type TextColumn } from './textColumn.ts';

export interface TableRequest extends Omit<LabelOptions, 'decimal'> {
  readonly label: string;
  readonly id?: string | undefined;
  /** Columns not to learn from; `*` stands for any letters. */
  readonly drop?: readonly string[];
  /** Rows that agree here are never divided between training and testing; not learned from. */
  readonly group?: string | undefined;
  /** A column that orders the rows in time, or 'row' for the order of the file; not learned from. */
  readonly time?: string | undefined;
}

/** A file, ready to be learned from: rows without a label are gone. */
export interface TableReading {
  readonly rowCount: number;
  readonly label: LabelReading;
  readonly features: readonly Column[];
  readonly columns: readonly ColumnReading[];
  readonly groups?: Int32Array;
  readonly times?: Float64Array;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Understands every column of a table.
 * @throws Problem not_found for a column that is not there, invalid_input or not_enough_data for a table of which
 * nothing can be learned
 */
export function readTable(given: TextTable, request: TableRequest): TableReading {
  const names = given.columns.map(({ name }) => name);
  const label = findColumn(names, request.label, '--label');
  const optional = (name: string | undefined, option: string) =>
    name === undefined ? undefined : findColumn(names, name, option);
  const id = optional(request.id, '--id');
  const group = optional(request.group, '--group');
  const byFileOrder = request.time === 'row' && !names.includes('row');
  const time = byFileOrder ? undefined : optional(request.time, '--time');
  const unwanted = new Set(findColumns(names, request.drop ?? [], '--drop'));

  const decimal = usualDecimal(given.columns, given.description);
  const notes: string[] = [];
  const warnings: string[] = [];
  if (given.unreadable.count > 0)
    warnings.push(
      `${given.unreadable.count} rows could not be read and are left out; ${given.unreadable.first}.`,
    );
  if (given.description.endsWith('windows-1252'))
    notes.push('The file is not UTF-8; it was read as Latin-1 (windows-1252). Another: --encoding.');

  const labelColumn = given.columns.find(({ name }) => name === label)!;
  const { rowCount, columns } = labelledRows(given, labelColumn, notes);
  const reading = readLabel(columns.find(({ name }) => name === label)!, { ...request, decimal });
  notes.push(...reading.notes);

  const role = (name: string): string | undefined =>
    name === id
      ? 'it is the identifier (--id)'
      : name === group
        ? 'it groups the rows (--group)'
        : name === time
          ? 'it orders the rows in time (--time): a later row has values no earlier one had'
          : unwanted.has(name)
            ? 'as asked for (--drop)'
            : undefined;
  const readings = columns
    .filter(({ name }) => name !== label)
    .map((column) => {
      const read = readColumn(column, decimal);
      const dropped = role(column.name);
      return dropped === undefined ? read : { ...read, features: [], dropped, notes: [] };
    });
  const kept = withoutCopies(readings);
  for (const { notes: found } of kept) notes.push(...found);
  const features = kept.flatMap((each) => each.features);
  if (features.length === 0)
    throw new Problem('not_enough_data', 'No column is left to learn from.', {
      findings: kept.map(({ name, dropped }) => ({ path: name, message: dropped ?? 'is the label' })),
      remedy: 'Give columns that describe the rows.',
    });
  const dated = kept.filter(({ kind, features: { length } }) => kind === 'date' && length > 0);
  if (dated.length > 0 && request.time === undefined)
    notes.push(
      `${dated.map(({ name }) => name).join(', ')} holds dates: if rows are to be foreseen, add --time "${dated[0]!.name}" to train on earlier rows and test on later ones.`,
    );
  const groupColumn = columns.find(({ name }) => name === group);
  return {
    rowCount,
    label: reading,
    features,
    columns: kept,
    ...(groupColumn === undefined ? {} : { groups: groupsOf(groupColumn) }),
    ...(byFileOrder ? { times: Float64Array.from({ length: rowCount }, (_, row) => row) } : {}),
    ...(time === undefined ? {} : { times: timesOf(columns.find(({ name }) => name === time)!, decimal) }),
    notes,
    warnings,
  };
}

/** Rows without a label cannot be learned from or tested. */
function labelledRows(
  { rowCount, columns }: TextTable,
  label: TextColumn,
  notes: string[],
): { rowCount: number; columns: readonly TextColumn[] } {
  const present = presentCount(label);
  if (present === rowCount || present === 0) return { rowCount, columns };
  notes.push(`${rowCount - present} of ${rowCount} rows have no ${label.name} and are left out.`);
  const rows: number[] = [];
  label.codes.forEach((code, row) => {
    if (code >= 0) rows.push(row);
  });
  return { rowCount: rows.length, columns: columns.map((column) => selectTextRows(column, rows)) };
}

/** The decimal sign of the columns that leave no doubt; where none does, that of the country of the delimiter. */
function usualDecimal(columns: readonly TextColumn[], description: string): DecimalPoint {
  const clear = columns
    .map((column) => ({ ...numberNotation(column), present: presentCount(column) }))
    .filter(({ decimal, numbers, present }) => decimal !== undefined && numbers >= 0.98 * present);
  const commas = clear.filter(({ decimal }) => decimal === ',').length;
  if (clear.length === 0) return description.includes('semicolon') ? ',' : '.';
  return 2 * commas > clear.length ? ',' : '.';
}

/** Of columns that say the same in every row only the first is learned from. */
function withoutCopies(readings: readonly ColumnReading[]): ColumnReading[] {
  const seen: { name: string; column: Column }[] = [];
  return readings.map((reading) => {
    const [column, ...more] = reading.features;
    if (column === undefined || more.length > 0) return reading;
    const original = seen.find(({ column: other }) => sameValues(column, other));
    if (original === undefined) {
      seen.push({ name: reading.name, column });
      return reading;
    }
    return { ...reading, features: [], dropped: `it says the same as ${original.name}`, notes: [] };
  });
}

function sameValues(a: Column, b: Column): boolean {
  if (a.kind === 'numeric')
    return b.kind === 'numeric' && a.values.every((value, row) => Object.is(value, b.values[row]));
  if (b.kind === 'numeric') return false;
  return (
    a.vocabulary.length === b.vocabulary.length &&
    a.vocabulary.every((word, code) => word === b.vocabulary[code]) &&
    a.codes.every((code, row) => code === b.codes[row])
  );
}

/** Rows without a group stand for themselves. */
function groupsOf({ codes, words }: TextColumn): Int32Array {
  let next = words.length;
  return codes.map((code) => (code < 0 ? next++ : code));
}

function timesOf(column: TextColumn, decimal: DecimalPoint): Float64Array {
  const reading = readColumn(column, decimal);
  const number = reading.features[0];
  const times = reading.moments ?? (number?.kind === 'numeric' ? number.values : numberedTimes(column));
  if (times.some((time) => !Number.isFinite(time)))
    throw new Problem('invalid_input', `Not every row has a time in ${column.name} (--time).`, {
      findings: [
        { path: column.name, message: 'is missing or no time in some rows', allowed: 'dates or numbers' },
      ],
      remedy: 'Use a column that is filled everywhere, or --time row for the order of the file.',
    });
  return times;
}

/** Identifiers that count up are times as well. */
function numberedTimes({ codes, words }: TextColumn): Float64Array {
  return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : Number(words[code])));
}
