import type pg from 'pg';
import { sha256 } from '../base/hash.ts';
import type { Queryable } from './queryable.ts';

const names = new Map<string, string>();

/**
 * Runs a statement that each connection parses once and then only executes: for the short statements of a request,
 * parsing and planning are half of the time. `text` must come from a small set, as every connection keeps each one.
 * A pooler between us and the server has to support prepared statements.
 */
export function prepared<Row extends pg.QueryResultRow>(
  client: Queryable,
  text: string,
  values: unknown[],
): Promise<pg.QueryResult<Row>> {
  let name = names.get(text);
  if (name === undefined) {
    name = sha256(text).slice(0, 32);
    names.set(text, name);
  }
  return client.query<Row>({ name, text, values });
}
