import type { Estimator } from '../estimator.ts';

/** An estimator with settings, as one of several that are compared. */
export interface Candidate {
  /** Permanent; tells settings of the same estimator apart. */
  readonly name: string;
  readonly estimator: Estimator;
  /** Plain data, for the artifact. */
  readonly options: Readonly<Record<string, unknown>>;
}
