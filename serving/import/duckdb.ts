import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ColumnKind } from './source.ts';

/** A DuckDB of its own, in memory, with bounded memory; closed when `work` ends. */
export async function openDuckDb(
  options: Readonly<Record<string, string>> = {},
): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB', threads: '2', ...options });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * SQL that turns a DuckDB value into text, a double or a boolean, so that a value means the same whichever kind
 * of file it came from: times as ISO 8601 (without offset where the type has none), large integers as text.
 */
export function portable(expression: string, type: string): string {
  const base = type.replace(/\(.*/, '').toUpperCase();
  if (type.endsWith(']') || ['STRUCT', 'MAP', 'UNION', 'JSON', 'VARIANT'].includes(base)) {
    return `CAST(to_json(${expression}) AS VARCHAR)`;
  }
  switch (base) {
    case 'BOOLEAN':
      return expression;
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'UTINYINT':
    case 'USMALLINT':
    case 'UINTEGER':
    case 'DOUBLE':
    case 'DECIMAL':
      return `CAST(${expression} AS DOUBLE)`;
    // The shortest decimal that is this float, not the double next to its binary value.
    case 'FLOAT':
      return `CAST(CAST(${expression} AS VARCHAR) AS DOUBLE)`;
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_NS':
      return `strftime(CAST(${expression} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%f')`;
    case 'TIMESTAMP WITH TIME ZONE':
      return `strftime(make_timestamp(epoch_us(${expression})), '%Y-%m-%dT%H:%M:%S.%fZ')`;
    default:
      return `CAST(${expression} AS VARCHAR)`;
  }
}

/** What `portable` values of a DuckDB type are. */
export function kindOfType(type: string): ColumnKind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/i.test(type)) return 'integer';
  if (/^(FLOAT|DOUBLE|DECIMAL.*)$/i.test(type) && !type.endsWith(']')) return 'number';
  return type === 'BOOLEAN' ? 'boolean' : 'text';
}
