import { findReferences, type ReferenceTable } from './references.ts';
import type { Refusal, WriteContext } from './writeContext.ts';

/** Field that names another record -> the table it is in. */
export type ReferenceFields = Readonly<Record<string, ReferenceTable>>;

export type Ids = Readonly<Record<string, string | null | undefined>>;

/**
 * Splits rows into those all of whose references exist, with the ids they name under the same field, and
 * refusals. A field that is absent or null stays so.
 */
export async function resolveRows<R extends { readonly line: number }>(
  context: WriteContext,
  rows: readonly R[],
  fields: ReferenceFields,
): Promise<{ resolved: { row: R; ids: Ids }[]; refusals: Refusal[] }> {
  const named = (row: R, field: string) =>
    (row as Record<string, unknown>)[field] as string | null | undefined;
  const found = new Map<string, Map<string, string>>();
  for (const [field, table] of Object.entries(fields)) {
    const names = rows.map((row) => named(row, field));
    found.set(field, await findReferences(context.client, context.companyId, table, names));
  }
  const resolved: { row: R; ids: Ids }[] = [];
  const refusals: Refusal[] = [];
  for (const row of rows) {
    const ids: Record<string, string | null | undefined> = {};
    let refusal: Refusal | undefined;
    for (const [field, table] of Object.entries(fields)) {
      const name = named(row, field);
      const id = name == null ? name : found.get(field)!.get(name);
      if (name != null && id === undefined) {
        refusal = {
          line: row.line,
          field,
          value: name,
          reason: `names a ${table} that is not known; import it first`,
        };
        break;
      }
      ids[field] = id;
    }
    if (refusal) refusals.push(refusal);
    else resolved.push({ row, ids });
  }
  return { resolved, refusals };
}
