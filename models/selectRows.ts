import type { Column, Dataset, Table } from './table.ts';

/** The given rows of a table, in the given order (repetitions allowed). */
export function selectTableRows(table: Table, rows: ArrayLike<number>): Table {
  return { rowCount: rows.length, columns: table.columns.map((column) => selectColumn(column, rows)) };
}

/** The given rows of a dataset with their targets and weights. */
export function selectRows(dataset: Dataset, rows: ArrayLike<number>): Dataset {
  return {
    ...selectTableRows(dataset, rows),
    target: pick(dataset.target, rows),
    ...(dataset.weights === undefined ? {} : { weights: pick(dataset.weights, rows) }),
  };
}

function selectColumn(column: Column, rows: ArrayLike<number>): Column {
  if (column.kind === 'numeric') return { ...column, values: pick(column.values, rows) };
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
}

function pick(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
