import type { FitOptions, ModelData } from '../../models/estimator.ts';
import type { SelectionReport } from '../../models/selection/selection.ts';
import type { Table } from '../../models/table.ts';

/** One part of a table to learn from, with what must be respected when it is divided further. */
export interface TrainingPart extends Table {
  /** 0 or 1, index of the class, or value. */
  readonly target: Float64Array;
  readonly groups?: ArrayLike<number>;
  readonly times?: ArrayLike<number>;
}

/** A model as an evaluation sees it. */
export interface Learned {
  /** Probability of class 1, row-major class probabilities, or values. */
  predict(table: Table): Float64Array;
  /** What was chosen, in words. */
  readonly choice: string;
  readonly selection?: SelectionReport;
  /** Of a model that can be kept. */
  readonly data?: ModelData;
}

/** Learns from one part alone, choices and calibration included. */
export interface Learner {
  readonly name: string;
  learn(part: TrainingPart, options: FitOptions & { readonly budgetSeconds?: number }): Promise<Learned>;
}
