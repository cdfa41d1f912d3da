import { featureReader, schemaOf } from '../featureSchema.ts';
import type { Steps } from '../numeric/steps.ts';
import type { Table } from '../table.ts';
import { type Design, designSteps } from './design.ts';

interface Prepared {
  readonly design: Design;
  readonly weights: Float64Array;
}

/** The design of a training table and its rows' weights, 1 each when absent. */
export function* prepareSteps(table: Table & { readonly weights?: Float64Array }): Steps<Prepared> {
  const weights = table.weights ?? new Float64Array(table.rowCount).fill(1);
  const specs = schemaOf(table, table.weights);
  yield;
  const encoded = featureReader(specs).readTable(table);
  yield;
  return { design: yield* designSteps(specs, encoded, weights), weights };
}
