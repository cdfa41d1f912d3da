import { Problem } from '../../base/problem.ts';
import { KindEvidence } from './columnKind.ts';
import { delimiterName, detectDelimiter, readDelimiter } from './csvDialect.ts';
import { type CsvDialect, CsvParser, type CsvRecord } from './csvParser.ts';
import type { FileContent } from './fileContent.ts';
import type { Column, Fault, Source, SourceRow } from './source.ts';
import { headText, textPieces } from './textPieces.ts';

export interface CsvOptions {
  /** A character or its name; absent: detected. */
  readonly delimiter?: string | undefined;
  /** WHATWG label; absent: detected. */
  readonly encoding?: string | undefined;
  readonly quote?: '"' | null | undefined;
  /** False: the first line is data and the columns are called column1, column2 ... Absent: it must be a header. */
  readonly header?: boolean | undefined;
  /** Longest record held in memory, in characters. */
  readonly maxLineSize: number;
  readonly signal?: AbortSignal | undefined;
}

/** Reads the whole file once, to know its columns and rows and to fail before anything is written. */
export async function csvSource(content: FileContent, options: CsvOptions): Promise<Source> {
  const encoding = options.encoding ?? content.encoding;
  const head = headText(content.head, encoding);
  if (head.slice(0, 4096).includes('\0\0') || (head.slice(0, 200).match(/\0/g)?.length ?? 0) > 20) {
    throw new Problem('invalid_input', `${content.path} is not text in the encoding ${encoding}.`, {
      remedy: 'If it is UTF-16, pass --encoding utf-16le; a binary file cannot be imported.',
    });
  }
  const quote = options.quote === undefined ? '"' : options.quote;
  const delimiter =
    options.delimiter === undefined ? detectDelimiter(head, quote) : readDelimiter(options.delimiter);
  const dialect: CsvDialect = { delimiter, quote };

  let names: string[] | undefined;
  let evidence: KindEvidence[] = [];
  let rowCount = 0;
  for await (const records of csvRecords(content.path, encoding, dialect, options.maxLineSize)) {
    options.signal?.throwIfAborted();
    for (const record of records) {
      if (names === undefined) {
        names = columnNames(content.path, record, options.header);
        evidence = names.map(() => new KindEvidence());
        if (options.header !== false) continue;
      }
      rowCount++;
      const { fields } = record;
      for (let index = 0; index < fields.length; index++) evidence[index]?.add(fields[index]!);
    }
  }
  if (names === undefined) {
    throw new Problem('invalid_input', `${content.path} holds nothing but blank lines.`, {
      remedy: 'Check the export.',
    });
  }
  const columns: Column[] = names.map((name, index) => ({ name, kind: evidence[index]!.kind }));
  return {
    description: `CSV, ${delimiterName(delimiter)}, ${encoding}`,
    columns,
    rowCount,
    read: () =>
      csvRows(
        content.path,
        encoding,
        dialect,
        options,
        columns.map(({ name }) => name),
      ),
  };
}

async function* csvRecords(
  path: string,
  encoding: string,
  dialect: CsvDialect,
  maxLineSize: number,
): AsyncGenerator<CsvRecord[], void, undefined> {
  const parser = new CsvParser(dialect, maxLineSize);
  for await (const piece of textPieces(path, encoding)) yield parser.push(piece, false);
  yield parser.push('', true);
}

async function* csvRows(
  path: string,
  encoding: string,
  dialect: CsvDialect,
  options: CsvOptions,
  names: readonly string[],
): AsyncGenerator<SourceRow[], void, undefined> {
  let row = options.header === false ? 1 : 0;
  for await (const records of csvRecords(path, encoding, dialect, options.maxLineSize)) {
    const rows: SourceRow[] = [];
    for (const record of records) {
      if (row > 0) rows.push(sourceRow(record, row, names, encoding));
      row++;
    }
    if (rows.length > 0) yield rows;
  }
}

function sourceRow(record: CsvRecord, row: number, names: readonly string[], encoding: string): SourceRow {
  const { fields, line } = record;
  // Some exporters end every line with the delimiter.
  while (fields.length > names.length && fields.at(-1)!.trim() === '') fields.pop();
  const fault = faultOf(record, names, encoding);
  return fault === undefined ? { row, line, values: fields } : { row, line, values: fields, fault };
}

function faultOf(
  { fields, fault }: CsvRecord,
  names: readonly string[],
  encoding: string,
): Fault | undefined {
  if (fault !== undefined) return { column: '', value: fields.join(' ').slice(0, 200), reason: fault };
  if (fields.length !== names.length) {
    const reason = `has ${fields.length} fields where the header has ${names.length}`;
    return { column: '', value: fields.join(' ').slice(0, 200), reason };
  }
  for (let index = 0; index < fields.length; index++) {
    if (fields[index]!.includes('\ufffd')) {
      return {
        column: names[index]!,
        value: fields[index]!,
        reason: `is not text in the encoding ${encoding}`,
      };
    }
  }
  return undefined;
}

/** A cell that no one would call a column: a number, a date, an e-mail address. */
const dataLike =
  /^(?:-?\d+(?:[.,]\d+)?|\d{4}-\d\d-\d\d.*|\d{1,2}\.\d{1,2}\.\d{4}.*|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

function columnNames(path: string, record: CsvRecord, header: boolean | undefined): string[] {
  if (header === false) return record.fields.map((_, index) => `column${index + 1}`);
  const cells = record.fields.map((name) => name.trim());
  while (cells.length > 1 && cells.at(-1) === '') cells.pop();
  const data = cells.find((cell) => dataLike.test(cell));
  if (header === undefined && data !== undefined) {
    throw new Problem(
      'invalid_input',
      `The first line of ${path} holds data ("${data.slice(0, 50)}"), not column names.`,
      {
        remedy:
          'Add a line with the column names, or pass --no-header (columns are then column1, column2 ...) or --header when these are the names.',
      },
    );
  }
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const name = cell === '' ? `column${index + 1}` : cell;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
