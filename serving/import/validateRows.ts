import { canonicalJson, sha256 } from '../../base/hash.ts';
import type { ImportEntity } from './entity.ts';
import type { MappedRow } from './mapRows.ts';
import { type Reject, shown } from './reject.ts';
import type { AnyImportRow, RowSchemas } from './rowSchema.ts';
import type { RowTable } from './rowTable.ts';

/** A row that passed its schema and has an external id. */
export interface ValidRow {
  readonly line: number;
  readonly externalId: string;
  readonly fields: AnyImportRow;
}

/**
 * Validates rows against the entity's schema. A row whose source has no id for it gets one made of its content,
 * so that delivering it again adds nothing; the second row with equal content in one file is a fact of its own.
 *
 * @param seen how often each content has occurred in this file so far; updated.
 */
export function validateRows(
  entity: ImportEntity,
  schemas: RowSchemas,
  rows: readonly MappedRow[],
  seen: RowTable,
  columnOf: (field: string) => string,
): { valid: ValidRow[]; rejects: Reject[] } {
  const schema = schemas[entity];
  const valid: ValidRow[] = [];
  const rejects: Reject[] = [];
  for (const { line, fields, fault } of rows) {
    if (fault) {
      rejects.push({ line, ...fault, value: shown(fault.value) });
      continue;
    }
    const parsed = schema.safeParse(fields);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const name = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue?.path[0] ?? '');
      const reason =
        issue?.code === 'unrecognized_keys'
          ? `is not a field of ${entity}; there are ${Object.keys(schema.shape).join(', ')}`
          : (issue?.message ?? 'is invalid');
      rejects.push({ line, column: columnOf(name), value: shown(fields[name]), reason });
      continue;
    }
    const row: AnyImportRow = parsed.data;
    const externalId = row.externalId ?? contentId(row, seen);
    valid.push({ line, externalId, fields: row });
  }
  return { valid, rejects };
}

function contentId(row: AnyImportRow, seen: RowTable): string {
  const hash = sha256(canonicalJson({ ...row, recordedAt: undefined, externalId: undefined })).slice(0, 32);
  const occurrence = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, occurrence);
  return occurrence === 1 ? `content-${hash}` : `content-${hash}-${occurrence}`;
}
