/**
 * Columnar data for learning. Missing is NaN in a numeric column and code -1 in a categorical one; a
 * category outside the vocabulary a model was trained with is treated as unseen, never as an error.
 */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float64Array;
}

export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  /** Index into `vocabulary`, or -1 for missing. */
  readonly codes: Int32Array;
  readonly vocabulary: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** Columns of equal length with distinct names. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

/** One row by name, as the serving path has it. null (or an absent name) is missing. */
export type Row = Readonly<Record<string, number | string | boolean | null>>;

/** A table with what is to be learned. */
export interface Dataset extends Table {
  /** Class index 0/1 for binary classification, the value for regression. Never NaN. */
  readonly target: Float64Array;
  /**
   * Non-negative row weights; absent: all 1. Weight 2 is the row twice, so weights are counts: where they sum to 1 there
   * is one row to learn from, and penalties and least leaves, which are counted in rows, leave nothing but a constant.
   */
  readonly weights?: Float64Array;
}

/** A table with the class of each row. */
export interface MulticlassDataset extends Table {
  /** Index into `classes`. */
  readonly target: Int32Array;
  readonly classes: readonly string[];
  /** Non-negative row weights, as of a Dataset; absent: all 1. */
  readonly weights?: Float64Array;
}
