import type { Dataset, Row, Table } from './table.ts';

/** Options every estimator understands. */
export interface FitOptions {
  /** Same seed, same data, same artifact, byte for byte. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called with the share of work done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** What one feature added to the raw score of one row. */
export interface Contribution {
  readonly feature: string;
  readonly value: number | string | null;
  /** In units of the raw score (log-odds for classifiers). */
  readonly effect: number;
}

export interface Explanation {
  /** Raw score of the average training row. */
  readonly baseline: number;
  /** baseline + sum of effects = raw score. */
  readonly contributions: readonly Contribution[];
}

/** Plain serialisable data of a fitted model; `kind` selects the code that reads it. */
export interface ModelData {
  readonly kind: string;
}

/** A fitted model: plain data plus prediction. Classifiers predict P(class 1). */
export interface Model {
  readonly data: ModelData;
  predict(table: Table): Float64Array;
  predictRow(row: Row): number;
  /** `rawScoreRow` of every row. */
  rawScores(table: Table): Float64Array;
  /** Log-odds for classifiers, the prediction (on the link scale) for regressors. */
  rawScoreRow(row: Row): number;
  explainRow(row: Row): Explanation;
}

export interface Estimator<Options extends FitOptions = FitOptions> {
  /** Permanent name in artifacts and on the command line. */
  readonly name: string;
  readonly task: 'classification' | 'regression';
  /** It learns by itself that features act together; others have to be given their products as columns. */
  readonly findsInteractions?: true;
  fit(dataset: Dataset, options?: Options): Model;
}
