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
  const codes = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index++) codes[index] = column.codes[rows[index]!]!;
  return { ...column, codes };
}

/** `values` of the given rows. */
export function pick(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index]!]!;
  return picked;
}
