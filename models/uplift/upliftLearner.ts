import type { FitOptions } from '../estimator.ts';
import type { Dataset, Table } from '../table.ts';

/** A randomised experiment with one treatment: `target` is the outcome. */
export interface Experiment extends Dataset {
  /** 1 treated, 0 control. */
  readonly treated: Uint8Array;
  /** Probability with which each row was assigned to treatment, in (0, 1). */
  readonly propensity: Float64Array;
}

/** What treating a row changes in its outcome, on average (the conditional average treatment effect). */
export interface UpliftModel {
  effects(table: Table): Float64Array;
}

export interface UpliftLearner {
  /** As the command line has it. */
  readonly name: 't' | 'x' | 'dr';
  readonly title: string;
  /** @throws Problem not_enough_data when an arm is empty, else as the estimators do */
  fit(experiment: Experiment, options?: FitOptions): Promise<UpliftModel>;
}
