import { Problem } from '../../base/problem.ts';
import { buildDataset } from '../../features/buildDataset.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { encodeArtifact } from '../../models/artifact.ts';
import type { ModelData } from '../../models/estimator.ts';
import type { TaskFitOptions } from '../../models/taskPrediction.ts';
import { classifierRules, judge, requireEnoughData } from '../gate.ts';
import type { PipelineContext, PipelineResult } from '../pipeline.ts';
import type { PolicyReport } from '../policyReport.ts';
import type { GateVerdict, Metrics } from '../report.ts';
import { compareProbabilities } from './compareProbabilities.ts';
import { championTwin, keepTwin } from './evaluatedTwin.ts';
import { type HeldOut, heldOut, unseenRows } from './heldOut.ts';
import { snapshotRows } from './snapshotRows.ts';

/** What sets one task that learns a probability apart from the next. */
export interface ClassificationTask<M extends { readonly data: ModelData }> {
  readonly task: HistoryTask;
  fit(rows: readonly DatasetRow[], options: TaskFitOptions<M['data']>): Promise<M>;
  fromData(data: unknown): M;
  /** Of label 1, row by row. */
  probabilities(model: M, rows: readonly DatasetRow[]): Float64Array;
  /** What answers without a model: the rule, and averages of the training rows. */
  baselines(train: readonly DatasetRow[]): readonly {
    name: string;
    probability: (row: DatasetRow) => number;
  }[];
  /** What else the rows say of the model that was fitted on the earlier part. */
  further?(
    model: M,
    parts: Pick<HeldOut, 'train' | 'holdout'>,
    options: TaskFitOptions,
  ): Promise<FurtherEvidence<M>>;
}

interface FurtherEvidence<M> {
  readonly metrics: Metrics;
  /** Of the task's own, for the gate to refuse. */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly policy?: PolicyReport;
  /** The model for use, with what the evidence allows it. */
  readonly finish?: (final: M) => M;
}

/**
 * Dataset as known now, fit on the earlier part, evaluation on the later part against the champion and the
 * best baseline, and a second fit on everything for use.
 */
export async function classificationPipeline<M extends { readonly data: ModelData }>(
  context: PipelineContext,
  task: ClassificationTask<M>,
): Promise<PipelineResult> {
  const { onProgress, signal, seed } = context;
  onProgress(0.02, 'building the dataset');
  const built = await buildDataset(context.database.pool, {
    task: task.task,
    company: context.company,
    knownAt: context.asOf,
    ...(signal === undefined ? {} : { signal }),
  });
  const parts = heldOut(built.rows, built.horizonDays);
  const options: TaskFitOptions = {
    seed,
    labelDays: built.horizonDays,
    ...(signal === undefined ? {} : { signal }),
  };
  const label = ({ label }: DatasetRow) => label;
  requireEnoughData(classifierRules, {
    train: parts.train.map(label),
    holdout: parts.holdout.map(label),
  });
  onProgress(0.25, 'writing the snapshot');
  const dataset = await snapshotRows(context, built);

  onProgress(0.3, 'fitting on the earlier part');
  const evaluated = await task.fit(parts.train, {
    ...options,
    onProgress: (share) => onProgress(0.3 + 0.3 * share, 'fitting on the earlier part'),
  });
  throwIfAborted(signal);
  onProgress(0.6, 'evaluating on the later part');
  const probabilitiesOf = (model: M) => task.probabilities(model, parts.holdout);
  const twin = await championTwin(context);
  const unseen = twin === null ? [] : unseenRows(parts.holdout, twin.split);
  const positives = unseen.filter((row) => parts.holdout[row]!.label === 1).length;
  const comparable =
    unseen.length >= classifierRules.minimumHoldout &&
    Math.min(positives, unseen.length - positives) >= classifierRules.minimumOfEachClass;
  const rival = twin === null || !comparable ? null : task.fromData(twin.payload);
  const compared = compareProbabilities({
    target: Float64Array.from(parts.holdout, label),
    subjects: parts.holdout.map(({ subjectId }) => subjectId),
    candidate: probabilitiesOf(evaluated),
    champion:
      rival === null || twin === null
        ? null
        : { name: twin.name, probabilities: probabilitiesOf(rival), unseen },
    baselines: task.baselines(parts.train).map(({ name, probability }) => ({
      name,
      probabilities: Float64Array.from(parts.holdout, probability),
    })),
  });
  const further = await task.further?.(evaluated, parts, options);

  onProgress(0.65, 'fitting on everything');
  const fitted = await task.fit(built.rows, {
    ...options,
    like: evaluated.data,
    onProgress: (share) => onProgress(0.65 + 0.3 * share, 'fitting on everything'),
  });
  const final = further?.finish?.(fitted) ?? fitted;
  await keepTwin(context, task.task, evaluated.data);
  const evaluation = {
    ...compared,
    metrics: { ...compared.metrics, ...further?.metrics },
    ...(further?.policy === undefined ? {} : { policy: further.policy }),
    rows: built.rows.length,
    positives: built.rows.filter((row) => row.label === 1).length,
    split: parts.split,
    refitted: true,
    notes: [
      `Label: ${built.labelDefinition}.`,
      'The metrics are those of a model fitted on the earlier part; the registered model was fitted again on all labelled rows, with the learner chosen there.',
      ...(parts.split.kind === 'subject'
        ? [
            'Labels look too far ahead, or the history is too short, to hold out its later part: a fifth of the subjects was held out instead.',
          ]
        : []),
      ...(context.champion !== null && twin === null
        ? ['The champion was not compared: the model it was evaluated with is not on this machine.']
        : []),
      ...(twin !== null && unseen.length < parts.holdout.length
        ? [
            `The champion has learned from ${parts.holdout.length - unseen.length} of the held-out rows and was ${comparable ? 'compared on the others' : 'not compared: the others are too few'}.`,
          ]
        : []),
      ...(further?.notes ?? []),
    ],
  };
  const verdict = judge(classifierRules, evaluation);
  const reasons = [...verdict.reasons, ...(further?.reasons ?? [])];
  const gate: GateVerdict = { passed: reasons.length === 0, reasons };
  return {
    artifact: encodeArtifact(final.data.kind, final.data),
    evaluation,
    gate,
    dataset,
    learnedFrom: parts.train,
  };
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Problem('cancelled', 'The training was cancelled.');
}
