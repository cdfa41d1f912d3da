import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DatasetRow } from '../../features/datasetRow.ts';

/** Whether a row is about one of the ids, or names one: a pair of a call and a customer is about both. */
export function namesAny({ subjectId, features, context }: DatasetRow, ids: ReadonlySet<string>): boolean {
  const named = (value: unknown) => typeof value === 'string' && ids.has(value);
  return (
    ids.has(subjectId) || Object.values(features).some(named) || Object.values(context ?? {}).some(named)
  );
}

/** Whether any text in a snapshot's table is one of the ids; reads its text columns only. Throws when it cannot be read. */
export async function snapshotNames(
  directory: string,
  path: string,
  ids: ReadonlySet<string>,
): Promise<boolean> {
  const file = `'${join(directory, path, 'data.parquet').replaceAll("'", "''")}'`;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const described = await connection.runAndReadAll(
      `select column_name from (describe select * from read_parquet(${file})) where column_type = 'VARCHAR'`,
    );
    const wanted = [...ids].map((id) => `'${id.replaceAll("'", "''")}'`).join(', ');
    const columns = described.getRows().map(([name]) => `"${String(name).replaceAll('"', '""')}"`);
    if (wanted === '' || columns.length === 0) return false;
    const found = await connection.runAndReadAll(
      `select 1 from read_parquet(${file}) where ${columns.map((column) => `${column} in (${wanted})`).join(' or ')} limit 1`,
    );
    return found.currentRowCount > 0;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
