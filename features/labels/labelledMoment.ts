import type { Row } from '../feature.ts';

/** A moment of one entity's past at which a model could have been asked, with the answer time has given. */
export interface LabelledMoment {
  /** Epoch milliseconds; features are computed from what was known then. */
  readonly asOf: number;
  /** 0/1 for classification, the value for regression. */
  readonly label: number;
  /** Non-negative row weight. */
  readonly weight: number;
  /** Features that belong to the question rather than to the history, such as the action considered. */
  readonly given?: Row;
  /** What evaluation needs beside features and label: other horizons, propensities, revenue. */
  readonly context?: Row;
}

/**
 * When a label is read. Only facts recorded by `knownAt` count, and a moment counts only once its horizon and
 * the usual delay of reports have passed. Until then it is censored: left out, whatever has been reported.
 * Calling it a zero would be wrong, and keeping only the early positives would make the newest moments, which
 * evaluation looks at, seem luckier than they were.
 */
export interface LabelOptions {
  /** Epoch milliseconds. */
  readonly knownAt: number;
  /** Days after which nearly every outcome has been reported; default 0. */
  readonly lagDays?: number;
  /** Hears of every moment that is left out because its label is not mature. */
  readonly onCensored?: (asOf: number) => void;
}
