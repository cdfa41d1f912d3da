import { Problem } from '../../base/problem.ts';
import { type ReadOptions, readTextTable } from '../evaluate/readTextTable.ts';
import type { TextColumn } from '../evaluate/textColumn.ts';

/** Pairs of rows that somebody knows about. */
export interface KnownPair {
  readonly left: number;
  readonly right: number;
  readonly match: boolean;
}

/** Rows by their ids; of two files the left and the right ones. */
export interface RowsOfIds {
  readonly left: ReadonlyMap<string, number>;
  readonly right: ReadonlyMap<string, number>;
}

const labelNames = /^(label|match|is_?match|truth|decision|y|clerical_match_score|answer|link)$/i;

/**
 * Reads a file of pairs: `id_left,id_right` and, optionally, whether they match (label: 1, true, yes, match, link or a
 * number from 0.5 on); without it every pair is a match. Columns of other names are taken in their order. Rows without
 * an answer are left out.
 * @returns the pairs, and how many name an id that is in no file
 */
export async function readPairs(
  path: string,
  rows: RowsOfIds,
  options: ReadOptions,
): Promise<{ pairs: KnownPair[]; unknown: number }> {
  const table = await readTextTable(path, options);
  const named = (pattern: RegExp) => table.columns.find(({ name }) => pattern.test(name));
  const left = named(/^(id_?left|left_?id|unique_id_l|id_?l|id_?1|id_?a)$/i) ?? table.columns[0];
  const right = named(/^(id_?right|right_?id|unique_id_r|id_?r|id_?2|id_?b)$/i) ?? table.columns[1];
  if (left === undefined || right === undefined)
    throw new Problem('invalid_input', `${path} needs two columns of ids: id_left,id_right.`, {
      remedy: 'Write one pair per line.',
    });
  const label = named(labelNames);
  const pairs: KnownPair[] = [];
  let unknown = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const answer = label === undefined ? '1' : textAt(label, row);
    const one = textAt(left, row);
    const other = textAt(right, row);
    if (answer === undefined || one === undefined || other === undefined) continue;
    const a = rows.left.get(one) ?? (rows.left.has(other) ? rows.left.get(other) : undefined);
    const b = rows.right.get(other) ?? (rows.right.has(one) ? rows.right.get(one) : undefined);
    if (a === undefined || b === undefined || a === b) {
      unknown++;
      continue;
    }
    pairs.push({ left: Math.min(a, b), right: Math.max(a, b), match: isMatch(answer) });
  }
  return { pairs, unknown };
}

const textAt = (column: TextColumn, row: number): string | undefined =>
  column.codes[row]! < 0 ? undefined : column.words[column.codes[row]!]!.trim();

function isMatch(answer: string): boolean {
  if (/^(true|yes|ja|j|y|match|link|linked)$/i.test(answer)) return true;
  return Number(answer) >= 0.5;
}
