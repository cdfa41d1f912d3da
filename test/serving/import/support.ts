import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SettableClock } from '../../../base/clock.ts';
import type { Database } from '../../../prisma/database.ts';
import type { ImportEntity } from '../../../serving/import/entity.ts';
import { type ImportFileOptions, importFile } from '../../../serving/import/importFile.ts';

export const clock = new SettableClock(new Date('2026-03-01T12:00:00Z'));

/** A new folder for a test's files. */
export const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'linkloop-import-'));

/** Writes a file into a folder of its own. */
export async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(await newFolder(), name);
  await writeFile(file, content);
  return file;
}

export function importInto(
  database: Database,
  companyId: string,
  entity: ImportEntity,
  file: string,
  options: Partial<ImportFileOptions> = {},
) {
  return importFile({ database, companyId, entity, path: file, clock, ...options });
}

export async function rowsOf<T = Record<string, unknown>>(
  database: Database,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  return (await database.pool.query(sql, values)).rows as T[];
}
