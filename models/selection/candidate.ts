import type { Estimator } from '../estimator.ts';

/** An estimator with settings, as one of several that are compared. */
export interface Candidate {
  /** Permanent; tells settings of the same estimator apart. */
  readonly name: string;
  readonly estimator: Estimator;
  /** Plain data, for the artifact. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * While candidates are compared, the number of rounds is chosen on each fold's tested part (options `validation`,
   * `rounds`, `holdOut` as boosted trees have them) and then fixed at the mean. A part drawn from the training rows
   * would know nothing of groups and times.
   */
  readonly choosesRounds?: true;
  /** Options of the choice alone, when it is trained on all rows: what would only cost time in comparisons. */
  readonly finally?: Readonly<Record<string, unknown>>;
}
