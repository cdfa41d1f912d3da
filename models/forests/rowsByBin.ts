/** Rows of a node in the order of their bins, in arrays that are used again for the next node. */
interface RowsByBin {
  readonly rows: Int32Array;
  /** Bin (or its rank) of each of `rows`. */
  readonly keys: Uint8Array;
  /** Orders rows[start..end) by `column`, or by rank[column]; they are `end - start` afterwards. */
  order(
    given: Int32Array,
    start: number,
    end: number,
    column: Uint8Array,
    rank: Uint8Array | undefined,
  ): void;
}

/** Up to this many rows inserting is quicker than counting through all bins. */
const fewRows = 40;

export function rowsByBin(rowCount: number): RowsByBin {
  const rows = new Int32Array(rowCount);
  const keys = new Uint8Array(rowCount);
  const starts = new Int32Array(257);

  const insert = (given: Int32Array, start: number, end: number, keyOf: (row: number) => number) => {
    for (let index = start; index < end; index++) {
      const row = given[index]!;
      const key = keyOf(row);
      let at = index - start;
      for (; at > 0 && keys[at - 1]! > key; at--) {
        keys[at] = keys[at - 1]!;
        rows[at] = rows[at - 1]!;
      }
      keys[at] = key;
      rows[at] = row;
    }
  };
  const count = (given: Int32Array, start: number, end: number, keyOf: (row: number) => number) => {
    starts.fill(0);
    for (let index = start; index < end; index++) starts[keyOf(given[index]!) + 1]!++;
    for (let key = 0; key < 256; key++) starts[key + 1]! += starts[key]!;
    for (let index = start; index < end; index++) {
      const row = given[index]!;
      const key = keyOf(row);
      const at = starts[key]!++;
      rows[at] = row;
      keys[at] = key;
    }
  };

  return {
    rows,
    keys,
    order(given, start, end, column, rank) {
      const sort = end - start <= fewRows ? insert : count;
      if (rank === undefined) sort(given, start, end, (row) => column[row]!);
      else sort(given, start, end, (row) => rank[column[row]!]!);
    },
  };
}
