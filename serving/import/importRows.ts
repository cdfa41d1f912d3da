import type { Clock } from '../../base/clock.ts';
import type { Database } from '../../prisma/database.ts';
import { transaction } from '../../prisma/transaction.ts';
import type { ImportEntity } from './entity.ts';
import type { MappedRow } from './mapRows.ts';
import { readingRules } from './readingRules.ts';
import type { Reject } from './reject.ts';
import { rowSchemas } from './rowSchema.ts';
import { RowTable } from './rowTable.ts';
import { validateRows } from './validateRows.ts';
import { writeBatch } from './writeBatch.ts';

export interface ImportRowsOptions {
  readonly database: Pick<Database, 'pool'>;
  readonly companyId: string;
  readonly entity: ImportEntity;
  /** Objects under canonical field names, straight from JSON. Not an object: rejected. */
  readonly rows: readonly unknown[];
  readonly clock: Clock;
  /** `now`: facts delivered as they happen, the default; `occurredAt`: history. */
  readonly recordedAtDefault?: 'occurredAt' | 'now' | undefined;
}

export interface ImportRowsReport {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly superseded: number;
  /** `line` is the row's number, from 1. */
  readonly rejected: readonly Reject[];
}

/**
 * Imports rows of one request in one transaction, with the validation and writing of a file's import. Good rows
 * are imported beside rejected ones.
 */
export async function importRows(options: ImportRowsOptions): Promise<ImportRowsReport> {
  const { database, companyId, entity, clock } = options;
  const { rules, region } = await readingRules(database.pool, companyId);
  const mapped = options.rows.map((row, index): MappedRow => {
    const line = index + 1;
    if (row !== null && typeof row === 'object' && !Array.isArray(row)) {
      return { row: line, line, fields: row as Record<string, unknown> };
    }
    return {
      row: line,
      line,
      fields: {},
      fault: { column: '', value: String(row), reason: 'is not a JSON object' },
    };
  });
  const name = (field: string) => field;
  const { valid, rejects } = validateRows(entity, rowSchemas(rules), mapped, new RowTable(), name);
  return transaction(database, async (client) => {
    const recordedAtDefault = options.recordedAtDefault ?? 'now';
    const context = { client, companyId, region, now: clock.now(), recordedAtDefault } as const;
    const written = await writeBatch(context, entity, valid, name);
    const rejected = [...rejects, ...written.rejects].sort((a, b) => a.line - b.line);
    return { ...written.counts, rejected };
  });
}
