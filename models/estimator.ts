import type { Dataset, MulticlassDataset, Row, Table } from './table.ts';

/** Options every estimator understands. */
export interface FitOptions {
  /** Same seed, same data, same artifact, byte for byte. A whole number of 32 bits (its lowest 32 bits count). Default 7. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Threads to train with, of which the caller's is one. Never changes the result. Default 1; some estimators know but one. */
  readonly threads?: number;
  /** Called with the share of work done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** What one feature added to the raw score of one row. */
export interface Contribution {
  readonly feature: string;
  readonly value: number | string | null;
  /** In units of the raw score. */
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

/**
 * What a raw score is: 'log-odds' (the prediction is its sigmoid), 'probability' (the prediction itself, of a forest's
 * vote), 'log' (the prediction is its exponential: counts and amounts) or 'value' (the prediction itself).
 */
export type Scale = 'log-odds' | 'probability' | 'log' | 'value';

/** A fitted model: plain data plus prediction. Classifiers predict P(class 1). */
export interface Model {
  readonly data: ModelData;
  readonly scale: Scale;
  predict(table: Table): Float64Array;
  predictRow(row: Row): number;
  /** `rawScoreRow` of every row. */
  rawScores(table: Table): Float64Array;
  /** The sum that reasons add up to, on `scale`. */
  rawScoreRow(row: Row): number;
  explainRow(row: Row): Explanation;
}

export interface Estimator<Options extends FitOptions = FitOptions> {
  /** Permanent name in artifacts and on the command line. */
  readonly name: string;
  readonly task: 'classification' | 'regression';
  /** It learns by itself that features act together; others have to be given their products as columns. */
  readonly findsInteractions?: true;
  /** Long fits give way to the event loop, so that signals and progress bars work. */
  fit(dataset: Dataset, options?: Options): Promise<Model>;
}

/** A fitted model of several classes. */
export interface MulticlassModel {
  readonly data: ModelData;
  /** 'log-odds': the probabilities are the softmax of the classes' raw scores; 'probability': they are those scores. */
  readonly scale: 'log-odds' | 'probability';
  readonly classes: readonly string[];
  /** Row after row one probability per class, in the order of `classes`; each row sums to 1. */
  predict(table: Table): Float64Array;
  predictRow(row: Row): Float64Array;
  /** Of the raw score of one class. */
  explainRow(row: Row, classIndex: number): Explanation;
}

export interface MulticlassEstimator<Options extends FitOptions = FitOptions> {
  readonly name: string;
  readonly task: 'multiclass';
  fit(dataset: MulticlassDataset, options?: Options): Promise<MulticlassModel>;
}
