import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api';
import { Problem } from '../../base/problem.ts';
import { typedValue } from './columnKind.ts';
import { identifier, kindOfType, openDuckDb, portable } from './duckdb.ts';
import type { Column, ColumnKind, SourceRow } from './source.ts';

const types: Readonly<Record<ColumnKind, DuckDBType>> = {
  text: VARCHAR,
  object: VARCHAR,
  integer: BIGINT,
  number: DOUBLE,
  comma: DOUBLE,
  boolean: BOOLEAN,
};

/** Value of every expression for one row, or why one of them has none. */
export type Evaluated = { values: unknown[] } | { expression: number; reason: string };

/**
 * DuckDB expressions over the columns of a row. Columns have the type they hold over the whole file (text,
 * BIGINT, DOUBLE or BOOLEAN); `_row` is the row's number, 1 for the first. Expressions see one row.
 */
export class Expressions {
  readonly #connection: DuckDBConnection;
  readonly #columns: readonly Column[];
  readonly #select: readonly string[];
  readonly #kinds: readonly ColumnKind[];
  readonly #close: () => void;

  private constructor(
    connection: DuckDBConnection,
    columns: readonly Column[],
    select: readonly string[],
    kinds: readonly ColumnKind[],
    close: () => void,
  ) {
    this.#connection = connection;
    this.#columns = columns;
    this.#select = select;
    this.#kinds = kinds;
    this.#close = close;
  }

  /** @throws Problem `invalid_input` for an expression DuckDB does not understand. */
  static async open(expressions: readonly string[], columns: readonly Column[]): Promise<Expressions> {
    const duckdb = await openDuckDb({ enable_external_access: 'false' });
    const { connection } = duckdb;
    try {
      const definitions = columns.map(({ name, kind }) => `${identifier(name)} ${types[kind]}`);
      await connection.run(`CREATE TABLE batch (${[...definitions, '_row BIGINT'].join(', ')})`);
      const select: string[] = [];
      const kinds: ColumnKind[] = [];
      for (const expression of expressions) {
        const described = await describe(connection, expression);
        select.push(portable(`(${expression}\n)`, described));
        kinds.push(kindOfType(described));
      }
      return new Expressions(connection, columns, select, kinds, () => duckdb.close());
    } catch (error) {
      duckdb.close();
      throw error;
    }
  }

  /** One result per row, in order. */
  async evaluate(rows: readonly SourceRow[]): Promise<Evaluated[]> {
    if (rows.length === 0) return [];
    await this.#fill(rows);
    try {
      return (await this.#query('')).map((values) => ({ values }));
    } catch {
      return this.#oneByOne(rows);
    }
  }

  close(): void {
    this.#close();
  }

  async #fill(rows: readonly SourceRow[]): Promise<void> {
    await this.#connection.run('TRUNCATE batch');
    const appender = await this.#connection.createAppender('batch');
    const columnTypes = [...this.#columns.map(({ kind }) => types[kind]), BIGINT];
    for (let start = 0; start < rows.length; start += 2048) {
      const part = rows.slice(start, start + 2048);
      const chunk = DuckDBDataChunk.create(columnTypes, part.length);
      for (const [index, { kind }] of this.#columns.entries()) {
        chunk.setColumnValues(
          index,
          part.map(({ values }) => cell(values[index], kind)),
        );
      }
      chunk.setColumnValues(
        this.#columns.length,
        part.map(({ row }) => BigInt(row)),
      );
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async #query(condition: string): Promise<unknown[][]> {
    const list = this.#select.map((expression, index) => `${expression} AS e${index}`).join(', ');
    const reader = await this.#connection.runAndReadAll(
      `SELECT ${list} FROM batch ${condition} ORDER BY _row`,
    );
    return reader.getRows().map((row) => row.map((value, index) => this.#typed(value, index)));
  }

  #typed(value: unknown, index: number): unknown {
    const kind = this.#kinds[index]!;
    return typeof value === 'string' && kind === 'integer' ? exactInteger(value) : value;
  }

  /** Some row makes some expression fail; find out which. */
  async #oneByOne(rows: readonly SourceRow[]): Promise<Evaluated[]> {
    const results: Evaluated[] = [];
    for (const { row } of rows) {
      const values: unknown[] = [];
      let failure: Evaluated | undefined;
      for (const [index, expression] of this.#select.entries()) {
        try {
          const reader = await this.#connection.runAndReadAll(
            `SELECT ${expression} FROM batch WHERE _row = ${row}`,
          );
          values.push(this.#typed(reader.getRows()[0]?.[0], index));
        } catch (error) {
          failure = { expression: index, reason: firstLine(error) };
          break;
        }
      }
      results.push(failure ?? { values });
    }
    return results;
  }
}

async function describe(connection: DuckDBConnection, expression: string): Promise<string> {
  try {
    const reader = await connection.runAndReadAll(`DESCRIBE SELECT (${expression}\n) AS value FROM batch`);
    return String(reader.getRowObjects()[0]?.column_type);
  } catch (error) {
    throw new Problem(
      'invalid_input',
      `The expression ${expression} of the column map cannot be used: ${firstLine(error)}`,
      {
        remedy: 'Expressions are DuckDB SQL over the columns of the file and _row, the number of the row.',
        cause: error,
      },
    );
  }
}

function cell(value: unknown, kind: ColumnKind) {
  if (value === null || value === undefined) return null;
  if (kind === 'text' || kind === 'object') {
    return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
  }
  const typed = typeof value === 'string' ? typedValue(value, kind) : value;
  if (kind === 'boolean') return typeof typed === 'boolean' ? typed : null;
  if (typeof typed !== 'number' || !Number.isFinite(typed)) return null;
  return kind === 'integer' ? (Number.isInteger(typed) ? BigInt(typed) : null) : typed;
}

/** Identifiers made of many digits stay text. */
const exactInteger = (digits: string): number | string =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!;
