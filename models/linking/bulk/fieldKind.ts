/** What a field of a record holds, and so how two values of it are compared. */
export const fieldKinds = [
  'givenName',
  'familyName',
  'fullName',
  'date',
  'postalCode',
  'phone',
  'email',
  'street',
  'houseNumber',
  'city',
  'text',
  'number',
  'category',
] as const;

export type FieldKind = (typeof fieldKinds)[number];

/** One field of the comparison and the columns it is read from. */
export interface FieldPlan {
  readonly name: string;
  readonly kind: FieldKind;
  /** Several columns are joined with blanks; of a date: year, month, day. */
  readonly columns: readonly string[];
  /** True: candidates are looked for with it, but it is not compared, since another field says the same. */
  readonly onlyKeys?: boolean;
}

export interface ColumnPlan {
  readonly fields: readonly FieldPlan[];
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
}
