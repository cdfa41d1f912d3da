import type { Task } from '../prisma/generated/enums.ts';
import type { PolicyReport } from './policyReport.ts';

/** A measured value with its 95 % confidence interval. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type Metrics = Readonly<Record<string, Measured>>;

/** A rival's showing on the same held-out rows as the candidate's. */
export interface Rival {
  /** `version 3`, or the name of the rule or constant. */
  readonly name: string;
  readonly metrics: Metrics;
  /**
   * Candidate minus rival in the task's loss, row by row on the same rows, subjects resampled as a whole:
   * below 0, the candidate is better.
   */
  readonly difference: Measured;
}

/** How reports call a registered version. */
export const versionName = ({ version }: { readonly version: number }) => `version ${version}`;

/** How a candidate did on the later part of the data, which its fit had not seen. */
export interface Evaluation {
  /** Rows that were labelled at the time of training. */
  readonly rows: number;
  /** Rows with label 1; null where the label is an amount. */
  readonly positives: number | null;
  readonly split: {
    /** `subject`: the history was too short to split by time; subjects were divided by hash. */
    readonly kind: 'time' | 'subject';
    readonly trainRows: number;
    readonly holdoutRows: number;
    /** First and last as-of of the held-out rows, ISO 8601. */
    readonly from: string;
    readonly to: string;
  };
  readonly metrics: Metrics;
  /** The metric in which rivals are compared; smaller is better. */
  readonly loss: string;
  readonly champion: Rival | null;
  readonly baseline: Rival;
  /** Whether the registered model was fitted again on all labelled rows after the evaluation. */
  readonly refitted: boolean;
  /** What a reader must know to judge the numbers. */
  readonly notes: readonly string[];
  /** Columns of the training rows that give the label away; absent: none does. */
  readonly leaks?: readonly LeakFinding[];
  /** Of a task that chooses: what its choices would have earned. */
  readonly policy?: PolicyReport;
}

/** A column that alone gives the label away in the rows that were learned from. */
export interface LeakFinding {
  /** By its value, or by whether it has one. */
  readonly code: 'foretells' | 'missingness';
  readonly column: string;
  readonly text: string;
  /** Whether the model may not answer because of it. */
  readonly refuses: boolean;
  readonly remedy: string | null;
}

export interface GateVerdict {
  readonly passed: boolean;
  readonly reasons: readonly string[];
}

/** What a training run leaves behind; stored with the run and with the version. */
export interface TrainingReport extends Evaluation {
  readonly task: Task;
  readonly runId: string;
  readonly asOf: string;
  readonly gate: GateVerdict;
  readonly datasetId: string;
  /** The version this run registered. */
  readonly version: number;
  readonly versionId: string;
  /** What became of the version: champion at once, challenger in an experiment, or registered only. */
  readonly outcome: 'champion' | 'challenger' | 'registered';
  /** Wall-clock time of the run, seconds. */
  readonly seconds: number;
}
