/** One column of records as text: `words[codes[row]]`, code -1 where nothing is said. */
export interface RecordColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** Records of one file, or of two one below the other. */
export interface RecordTable {
  readonly rowCount: number;
  readonly columns: readonly RecordColumn[];
  /** Rows before this one are the left file's, the others the right one's; absent: one file, to be freed of duplicates. */
  readonly leftCount?: number;
}

/** The rows of two files, left above right, with the columns that both have (by name, letter case aside). */
export function joinTables(left: RecordTable, right: RecordTable): RecordTable {
  const columns: RecordColumn[] = [];
  for (const column of left.columns) {
    const other = right.columns.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    if (other !== undefined) columns.push(joinColumns(column, other));
  }
  return { rowCount: left.rowCount + right.rowCount, columns, leftCount: left.rowCount };
}

function joinColumns(left: RecordColumn, right: RecordColumn): RecordColumn {
  const words = [...left.words];
  const codeOf = new Map(words.map((word, code) => [word, code]));
  const codeThere = right.words.map((word) => {
    let code = codeOf.get(word);
    if (code === undefined) {
      code = words.push(word) - 1;
      codeOf.set(word, code);
    }
    return code;
  });
  const codes = new Int32Array(left.codes.length + right.codes.length);
  codes.set(left.codes);
  right.codes.forEach((code, row) => {
    codes[left.codes.length + row] = code < 0 ? -1 : codeThere[code]!;
  });
  return { name: left.name, codes, words };
}
