import { table } from '../serving/commands/table.ts';
import type { BenchResult } from './bench.ts';

/** A result as tables for people. */
export function report({ sections }: BenchResult): string {
  return sections.map(({ title, rows }) => `${title}\n${table(rows)}\n`).join('\n');
}
