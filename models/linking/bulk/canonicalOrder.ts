import type { RecordColumn, RecordTable } from './recordTable.ts';

/**
 * The records in an order of their contents (by hash), words in order of first use: whatever is computed from the
 * result does not depend on the order of rows in the file. Two files stay apart.
 * @returns the table and, for each of its rows, the row it was
 */
export function canonicalOrder(table: RecordTable): { table: RecordTable; rows: Int32Array } {
  const hashes = new Float64Array(table.rowCount);
  const columns = [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { words, codes } of columns) {
    const high = Int32Array.from(words, (word) => textHash(word, 0x811c9dc5));
    const low = Int32Array.from(words, (word) => textHash(word, 0x9747b28c));
    for (let row = 0; row < table.rowCount; row++) {
      const code = codes[row]!;
      const before = hashes[row]!;
      const upper = Math.imul(Math.floor(before / 0x100000) ^ (code < 0 ? 0 : high[code]!), 0x01000193);
      const lower = Math.imul((before % 0x100000) ^ (code < 0 ? 1 : low[code]!), 0x85ebca6b);
      hashes[row] = (upper >>> 0) * 0x100000 + (lower >>> 12);
    }
  }
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const byHash = (a: number, b: number) => hashes[a]! - hashes[b]! || a - b;
  if (table.leftCount === undefined) rows.sort(byHash);
  else {
    rows.subarray(0, table.leftCount).sort(byHash);
    rows.subarray(table.leftCount).sort(byHash);
  }
  return { table: { ...table, columns: table.columns.map((column) => reordered(column, rows)) }, rows };
}

/** The position of each row of the table in the canonical order. */
export function positionsOf(rows: Int32Array): Int32Array {
  const position = new Int32Array(rows.length);
  rows.forEach((row, at) => {
    position[row] = at;
  });
  return position;
}

/**
 * Clusters of the rows of the table, numbered by their first rows.
 * @param clusters in canonical order
 */
export function inTableOrder(clusters: Int32Array, position: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return position.map((at) => {
    const cluster = clusters[at]!;
    let number = numbers.get(cluster);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(cluster, number);
    }
    return number;
  });
}

function textHash(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function reordered({ name, codes, words }: RecordColumn, rows: Int32Array): RecordColumn {
  const next = new Int32Array(words.length).fill(-1);
  const used: string[] = [];
  const result = rows.map((row) => {
    const code = codes[row]!;
    if (code < 0) return -1;
    if (next[code]! < 0) next[code] = used.push(words[code]!) - 1;
    return next[code]!;
  });
  return { name, codes: result, words: used };
}
