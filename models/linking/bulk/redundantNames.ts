import { fold } from '../../../features/identity/fold.ts';
import type { RecordColumn } from './recordTable.ts';

const sampleSize = 2000;
/** Share of rows in which every word must be found. */
const nearlyAlways = 0.9;

/** Whether the words in `inner` are found, in nearly every row, among the words of `outer`. */
export function says(outer: readonly RecordColumn[], inner: readonly RecordColumn[]): boolean {
  const rows = inner[0]?.codes.length ?? 0;
  if (outer.length === 0 || rows === 0) return false;
  const step = Math.max(1, Math.floor(rows / sampleSize));
  let seen = 0;
  let found = 0;
  for (let row = 0; row < rows; row += step) {
    const wanted = wordsOf(inner, row);
    if (wanted.length === 0) continue;
    seen++;
    const there = new Set(wordsOf(outer, row));
    if (wanted.every((word) => there.has(word))) found++;
  }
  return seen > 0 && found >= nearlyAlways * seen;
}

function wordsOf(columns: readonly RecordColumn[], row: number): string[] {
  return columns.flatMap(({ codes, words }) =>
    codes[row]! < 0 ? [] : fold(words[codes[row]!]!).split(' ').filter(Boolean),
  );
}
