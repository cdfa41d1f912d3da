/**
 * Compares two values of one field, by their codes. Levels are numbered from disagreement (0) upwards; equal values are
 * above all of them, by how rare the value is (see frequencyBands.ts).
 */
export interface FieldComparison {
  /** Names of the levels below equality, in order; `expected` is the share each has among matches before any was seen. */
  readonly levels: readonly { readonly name: string; readonly expected: number }[];
  /** Level of two different values; symmetric. */
  level(a: number, b: number): number;
}
