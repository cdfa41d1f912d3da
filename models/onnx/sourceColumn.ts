/** A column that trees of an ONNX graph compare: what the user gives, and the number it stands for in the graph. */
export type SourceColumn = NumberColumn | CategoryColumn | TextColumn;

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** Bits with which the graph compares. */
  readonly bits: 32 | 64;
}

/** Texts that stand for numbers (a LabelEncoder). */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly vocabulary: readonly string[];
  readonly values: readonly number[];
  /** The number of any other text; may be NaN. */
  readonly unseen: number;
}

/** Text as it is; nothing compares it. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
}
