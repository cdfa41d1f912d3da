import { categoryOf } from './featureSchema.ts';
import type { Column, Dataset, Row, Table } from './table.ts';

/**
 * Turns rows into columns. A column whose present values are all numbers or booleans is numeric (true is 1); one
 * that holds any string is categorical, its vocabulary sorted by code unit. null, an absent name and NaN are
 * missing. Rare categories are kept here: estimators decide how many they learn (see featureSchema.ts).
 *
 * @param columnNames the columns to take, in this order, one without any present value as numeric; absent: every
 * name that has a present value, in code-unit order (a model that took an empty column for numbers would refuse
 * the first text in it).
 */
export function tableFromRows(rows: readonly Row[], columnNames?: readonly string[]): Table {
  const names = columnNames ?? namesWithValues(rows);
  return { rowCount: rows.length, columns: names.map((name) => columnFromRows(rows, name)) };
}

function namesWithValues(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows)
    for (const name of Object.keys(row)) if (categoryOf(row[name]) !== null) names.add(name);
  return [...names].sort();
}

/** Rows with what is to be learned; `target` and `weights` in the order of `rows`. */
export function datasetFromRows(
  rows: readonly Row[],
  target: ArrayLike<number>,
  weights?: ArrayLike<number>,
  columnNames?: readonly string[],
): Dataset {
  const table = tableFromRows(rows, columnNames);
  return {
    ...table,
    target: Float64Array.from(target),
    ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
  };
}

function columnFromRows(rows: readonly Row[], name: string): Column {
  if (!rows.some((row) => typeof row[name] === 'string')) {
    const values = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name];
      values[index] = value === null || value === undefined ? Number.NaN : Number(value);
    }
    return { kind: 'numeric', name, values };
  }
  const categories = rows.map((row) => categoryOf(row[name]));
  const vocabulary = [...new Set(categories.filter((category) => category !== null))].sort();
  const codeOf = new Map(vocabulary.map((category, code) => [category, code]));
  const codes = Int32Array.from(categories, (category) => (category === null ? -1 : codeOf.get(category)!));
  return { kind: 'categorical', name, codes, vocabulary };
}
