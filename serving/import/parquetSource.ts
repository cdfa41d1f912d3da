import { Problem } from '../../base/problem.ts';
import { identifier, kindOfType, openDuckDb, portable } from './duckdb.ts';
import type { FileContent } from './fileContent.ts';
import type { Column, Source, SourceRow } from './source.ts';

interface TypedColumn extends Column {
  readonly type: string;
}

/** A Parquet file, read by DuckDB in chunks of some thousand rows. */
export async function parquetSource(content: FileContent): Promise<Source> {
  const duckdb = await openDuckDb();
  try {
    const { connection } = duckdb;
    const described = await connection.runAndReadAll('DESCRIBE SELECT * FROM read_parquet($path)', {
      path: content.path,
    });
    const columns: TypedColumn[] = described.getRowObjects().map((row) => {
      const type = String(row.column_type);
      return { name: String(row.column_name), type, kind: kindOfType(type) };
    });
    const counted = await connection.runAndReadAll('SELECT count(*)::DOUBLE AS n FROM read_parquet($path)', {
      path: content.path,
    });
    return {
      description: 'Parquet',
      columns,
      rowCount: Number(counted.getRowObjects()[0]?.n),
      read: () => parquetRows(content.path, columns),
    };
  } catch (error) {
    throw unreadable(content.path, error);
  } finally {
    duckdb.close();
  }
}

async function* parquetRows(
  path: string,
  columns: readonly TypedColumn[],
): AsyncGenerator<SourceRow[], void, undefined> {
  const duckdb = await openDuckDb();
  try {
    const list = columns.map(({ name, type }) => portable(identifier(name), type)).join(', ');
    const result = await duckdb.connection.stream(`SELECT ${list} FROM read_parquet($path)`, { path });
    let row = 0;
    for await (const chunk of result) {
      const { rowCount } = chunk;
      const vectors = chunk.getColumns();
      const rows: SourceRow[] = [];
      for (let index = 0; index < rowCount; index++) {
        row++;
        rows.push({ row, line: row, values: vectors.map((values) => values[index]) });
      }
      yield rows;
    }
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(path, error);
  } finally {
    duckdb.close();
  }
}

function unreadable(path: string, error: unknown): Problem {
  return new Problem('invalid_input', `${path} cannot be read as Parquet: ${(error as Error).message}`, {
    remedy: 'Check that the file is complete, or pass --format csv or ndjson.',
    cause: error,
  });
}
