/** Marks of Observable Plot that charts are made of. */
export type MarkName =
  | 'areaY'
  | 'barX'
  | 'barY'
  | 'cell'
  | 'dot'
  | 'line'
  | 'lineY'
  | 'link'
  | 'rectY'
  | 'rectX'
  | 'ruleX'
  | 'ruleY'
  | 'text'
  | 'tickX';

/** One layer: `Plot[mark](data, options)`. Channels are names of properties of the data. */
export interface Mark {
  readonly mark: MarkName;
  readonly data: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A chart as plain data: what Observable Plot is to draw. */
export interface Chart {
  readonly title: string;
  /** What the chart says and how to read it. */
  readonly caption?: string;
  /** Options of `Plot.plot` but for `marks`; plain data only. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly marks: readonly Mark[];
}
