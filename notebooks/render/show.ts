import type { Chart } from '../../serving/report/chart.ts';
import type { PageTable } from '../../serving/report/page.ts';

/** What a cell of code has to say: text as it is, rows of named values, or a chart. */
export type Shown = string | PageTable | Chart | readonly Readonly<Record<string, unknown>>[];

/** Outputs by cell, in the order in which they were shown. */
export type Outputs = ReadonlyMap<number, readonly Shown[]>;

let outputs = new Map<number, Shown[]>();
let current = 0;

/** Says that the cell with this index runs now; the renderer writes these calls into the program. */
export function enterCell(index: number): void {
  current = index;
}

/** Puts a value below the cell that runs. A notebook that is run as a plain program shows nothing. */
export function show(...values: readonly Shown[]): void {
  outputs.set(current, [...(outputs.get(current) ?? []), ...values]);
}

/** The outputs since the last call. */
export function takeOutputs(): Outputs {
  const taken = outputs;
  outputs = new Map();
  return taken;
}
