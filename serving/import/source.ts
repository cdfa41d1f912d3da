/** What a column of a file holds, judged over the whole file. `comma`: numbers with a decimal comma. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'comma' | 'boolean' | 'object';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** Why a record could not even be read as one. */
export interface Fault {
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export interface SourceRow {
  /** 1 for the first row of data, counting rows that cannot be read. */
  readonly row: number;
  /** Physical line on which the record begins, 1 for the first of the file; a Parquet file's row number. */
  readonly line: number;
  /** One per column, as read: CSV gives text, other formats typed values. */
  readonly values: readonly unknown[];
  readonly fault?: Fault;
}

/** A file that can be read from the start as often as wanted, without holding it in memory. */
export interface Source {
  /** How it was understood (format, delimiter, encoding), for people. */
  readonly description: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** Rows in file order, some thousands at a time. */
  read(): AsyncGenerator<SourceRow[], void, undefined>;
}
