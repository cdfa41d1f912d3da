import { pick, selectTableRows } from './selectRows.ts';
import type { Table } from './table.ts';

/** Rows with what is to be learned (numbers, or indices of classes) and their weights. */
export interface LabelledRows {
  readonly table: Table;
  readonly target: Float64Array;
  readonly weights: Float64Array;
}

/** The rows that count: those of weight 0 are no rows. */
export function withPositiveWeight(rows: LabelledRows): LabelledRows {
  if (!rows.weights.includes(0)) return rows;
  const kept = Int32Array.from(rows.weights.keys()).filter((row) => rows.weights[row]! > 0);
  return {
    table: selectTableRows(rows.table, kept),
    target: pick(rows.target, kept),
    weights: pick(rows.weights, kept),
  };
}

/** Rows of a dataset, each of weight 1 where nothing else is said. */
export function labelledRows(
  dataset: Table & { readonly target: ArrayLike<number>; readonly weights?: Float64Array },
): LabelledRows {
  const { rowCount, columns, target, weights } = dataset;
  return {
    table: { rowCount, columns },
    target: target instanceof Float64Array ? target : Float64Array.from(target),
    weights: weights ?? new Float64Array(rowCount).fill(1),
  };
}
