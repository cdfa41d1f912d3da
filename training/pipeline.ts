import type { DatasetRow } from '../features/datasetRow.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import type { DatasetRecord } from '../prisma/repositories/datasets.ts';
import type { LoadedVersion } from './registry.ts';
import type { Evaluation, GateVerdict } from './report.ts';

/** What a pipeline may use. It reads the world as known at `asOf` and writes only dataset files. */
export interface PipelineContext {
  readonly database: Database;
  readonly company: CompanyProfile;
  readonly runId: string;
  /** The moment whose knowledge the training uses. */
  readonly asOf: Date;
  /** Absolute folder; datasets and evaluated models are written below it. */
  readonly dataDirectory: string;
  /** Null: the fallback rule is in force. */
  readonly champion: LoadedVersion | null;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress: (share: number, stage: string) => void;
}

export interface CompanyProfile {
  readonly id: string;
  readonly timezone: string;
  readonly region: string;
  readonly currency: string;
  /** Largest share of automatic links that may be wrong, in [0, 1]. */
  readonly wrongLinkLimit: number;
  readonly settings: unknown;
}

export interface PipelineResult {
  /** The rows that the evaluated model was fitted on, for a look at their columns; none where pairs are learned from. */
  readonly learnedFrom: readonly DatasetRow[];
  readonly artifact: Uint8Array;
  readonly evaluation: Evaluation;
  readonly gate: GateVerdict;
  readonly dataset: Pick<
    DatasetRecord,
    'path' | 'hash' | 'definitionHash' | 'rowCount' | 'asOfFrom' | 'asOfTo' | 'manifest'
  >;
}

/**
 * Dataset, split by time, fit, evaluation, verdict: everything of a run that leaves no trace in the database.
 * @throws Problem not_enough_data, degenerate_fit, cancelled
 */
export type Pipeline = (context: PipelineContext) => Promise<PipelineResult>;

export type Pipelines = Readonly<Record<Task, Pipeline>>;
