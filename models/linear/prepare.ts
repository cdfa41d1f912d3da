import { featureReader, schemaOf } from '../featureSchema.ts';
import type { Table } from '../table.ts';
import { type Design, designOf } from './design.ts';

/** The design of a training table and its rows' weights, 1 each when absent. */
export function prepare(table: Table & { readonly weights?: Float64Array }): {
  readonly design: Design;
  readonly weights: Float64Array;
} {
  const weights = table.weights ?? new Float64Array(table.rowCount).fill(1);
  const specs = schemaOf(table, table.weights);
  return { design: designOf(specs, featureReader(specs).readTable(table), weights), weights };
}
