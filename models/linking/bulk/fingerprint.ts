import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../base/hash.ts';
import type { RecordTable } from './recordTable.ts';

/** SHA-256, as hex digits, of records and of whatever else decides what is made of them. */
export function fingerprint(table: RecordTable, options: unknown): string {
  const hash = createHash('sha256');
  hash.update(canonicalJson({ options, rows: table.rowCount, left: table.leftCount ?? null }));
  for (const { name, codes, words } of table.columns) {
    hash.update(canonicalJson([name, words.length]));
    hash.update(new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength));
    for (const word of words) hash.update(`${word.length}:${word}`);
  }
  return hash.digest('hex');
}
