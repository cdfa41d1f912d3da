import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type StagedValue = string | number | boolean | Date | null;

/**
 * Loads rows into a temporary table that lives as long as the transaction.
 * @param columns name -> SQL type.
 * @param key column the table will be joined by: without statistics of it the planner takes the table for tiny.
 */
export async function stage(
  client: pg.PoolClient,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: Iterable<readonly StagedValue[]>,
  key?: string,
): Promise<void> {
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await client.query(`drop table if exists pg_temp.${table}`);
  await client.query(`create temporary table ${table} (${definitions.join(', ')}) on commit drop`);
  const stream = client.query(copyFrom(`copy ${table} (${Object.keys(columns).join(', ')}) from stdin`));
  const finished = once(stream, 'finish');
  let text = '';
  for (const row of rows) {
    text += `${row.map(encoded).join('\t')}\n`;
    if (text.length > 65_536) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), finished]);
      text = '';
    }
  }
  stream.end(text);
  await finished;
  if (key !== undefined) await client.query(`analyze ${table} (${key})`);
}

function encoded(value: StagedValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string')
    return /[\\\t\n\r]/.test(value)
      ? value.replace(/[\\\t\n\r]/g, (character) => escapes[character]!)
      : value;
  return value instanceof Date ? value.toISOString() : String(value);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
