/** A row that was not imported, and why. */
export interface Reject {
  /** Physical line of the file on which the row begins; of an API request, the row's number. */
  readonly line: number;
  /** Column (or canonical field) that is wrong; empty: the row as a whole. */
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** What a person needs to see of a value. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text =
    typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return (text ?? String(value)).slice(0, 200);
}
